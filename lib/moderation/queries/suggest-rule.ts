import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { Actor } from '@/lib/staff/actor'
import { suggest } from '../engine/suggest'
import { countWords, ENOUGH_TEXTS, type WordCounts } from '../engine/word-counts'
import type { SuggestedRule } from '../schema/automatic-rules'
import type { CaseSummary } from '../schema/cases'
import { getCaseSummary } from './list-cases'

/** What is compared with: the latest messages of the mirror and the latest decisions, and so much of each text. */
const MESSAGES = 1_500
const DECISIONS = 800
const TEXT_READ = 300
const NAME_MAX = 100

/**
 * A rule that finds texts like that of a case, to be looked at before it is saved; null with the reason where there is nothing to
 * make one from. @throws DomainError `case.not_found`
 */
export async function suggestRule(db: ReadDb, actor: Actor, caseId: number): Promise<SuggestedRule> {
  const found = await getCaseSummary(db, actor, caseId)
  const text = [found.content.text, found.content.url, found.content.name].filter(Boolean).join('\n')
  if (text.trim() === '') return { rule: null, text: null, notes: [NO_TEXT] }
  const { texts, ordinary, acted } = await readBackground(db, caseId)
  const { conditions, about, isDisguised } = suggest({
    ...{ text, ordinary, acted },
    isOrdinaryDomain: (domain) => texts.some((one) => one.includes(domain)),
  })
  if (conditions.length === 0) return { rule: null, text, notes: [NOTHING_RARE] }
  const notes = [
    ordinary.texts < ENOUGH_TEXTS
      ? 'There are few texts to compare its words with, so check them carefully.'
      : `Its words were compared with ${ordinary.texts} texts that were kept.`,
    ...(isDisguised ? ['The item’s text disguises words, so the rule also looks for disguised spellings.'] : []),
  ]
  return { rule: toRule(found, conditions, about), text, notes }
}

const NO_TEXT = 'This item has no text, so there’s nothing for a rule to look for.'
const NOTHING_RARE = 'Its words are common in everyday messages, so a rule with them would match too much.'

const toRule = (
  { id, severity }: Pick<CaseSummary, 'id' | 'severity'>,
  any: NonNullable<SuggestedRule['rule']>['when'][],
  about: string | null,
): SuggestedRule['rule'] => ({
  name: `Like case ${id}${about === null ? '' : `: ${about}`}`.slice(0, NAME_MAX),
  when: { any },
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  then: [{ type: 'openCase', severity: Math.min(5, Math.max(1, severity)) }],
})

interface Background {
  /** Ordinary ones, lower-case. */
  texts: string[]
  ordinary: WordCounts
  acted: WordCounts
}

async function readBackground(db: ReadDb, caseId: number): Promise<Background> {
  const [messages, decided] = await Promise.all([readMessages(db), readDecided(db, caseId)])
  const texts = [...messages, ...decided.flatMap(({ text, isActed }) => (isActed ? [] : [text]))]
  const lower = texts.map((text) => text.toLowerCase())
  return {
    texts: lower,
    ordinary: countWords(lower),
    acted: countWords(decided.flatMap(({ text, isActed }) => (isActed ? [text] : []))),
  }
}

async function readMessages(db: ReadDb): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select left(text, ${sql.lit(TEXT_READ)}) as text from message where text is not null
    order by sent_at desc limit ${sql.lit(MESSAGES)}`.execute(db)
  return rows.map(({ text }) => text)
}

async function readDecided(db: ReadDb, caseId: number): Promise<{ text: string; isActed: boolean }[]> {
  const { rows } = await sql<{ text: string; isActed: boolean }>`
    select latest.text, exists (
      select from moderation_action where decision_id = latest.decision_id
        and type in ('hide', 'remove', 'warn', 'mute', 'suspend', 'ban', 'custom')
    ) as "isActed"
    from (
      select left(content ->> 'text', ${sql.lit(TEXT_READ)}) as text, decision_id from moderation_case
      where status = 'decided' and id <> ${caseId} and content ->> 'text' <> ''
      order by decided_at desc, id desc limit ${sql.lit(DECISIONS)}
    ) as latest`.execute(db)
  return rows
}

import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { matcherHost } from '../../engine/host'
import type { Signals } from '../../engine/signals'
import type { ItemInput } from '../../schema/items'
import { findScores } from '../classifiers/find-scores'
import { withoutErased } from '../intake/erased-items'
import { type ActiveRule, type ActiveRules, readActiveRules } from './active-rules'
import { readAuthorAges } from './find-signals'
import type { Match } from './record-hits'

/** Items that the engine answers together: a thread that is asked for all 500 long ones at once would let others wait. */
const CHUNK_SIZE = 100

/** A rule that could not judge an item, and the signals that it lacked. */
export interface Undecided {
  /** The item's place in the batch. */
  index: number
  rule: ActiveRule
  missing: readonly string[]
}

export type ClassifierSignals = Pick<Signals, 'classifiers'>

/**
 * What classifiers say of items whose judgement by the present rules hangs on them. It takes no longer than the slowest classifier
 * may, and needs no transaction: nobody shall wait for a lock while somebody else's system thinks. What erased members say is sent
 * to nobody.
 */
export async function scoreWithClassifiers(
  db: Db,
  given: readonly ItemInput[],
  now: Date,
): Promise<ClassifierSignals[]> {
  const { set, needed } = await readActiveRules(db)
  if (needed.classifiers.length === 0) return []
  const items = await inTransaction(db, (trx) => withoutErased(trx, given))
  // What windows say is known under their locks only; a rule that they would have decided asks in vain.
  const ages = needed.authorAge ? await readAuthorAges(db, items, now) : null
  const screened = items.map((item, index) => ({
    text: textOf(item),
    signals: ages ? { authorAgeHours: ages.get(index) ?? null } : {},
  }))
  return (await findScores(db, set, screened)).signals
}

/** Holds items against rules, with the signals of each. */
export async function matchItems(
  { list, set }: ActiveRules,
  items: readonly ItemInput[],
  signals: readonly Signals[],
): Promise<{ matches: Match[]; undecided: Undecided[] }> {
  const matches: Match[] = []
  const undecided: Undecided[] = []
  if (list.length === 0) return { matches, undecided }
  const screened = items.map((item, index) => ({ text: textOf(item), signals: signals[index] ?? {} }))
  for (let first = 0; first < screened.length; first += CHUNK_SIZE) {
    const answers = await matcherHost().screen(set, screened.slice(first, first + CHUNK_SIZE), { hits: true })
    for (const [offset, { matched, unknown }] of answers.entries()) {
      const index = first + offset
      const item = items[index]
      for (const { rule: number, hits } of matched) {
        const rule = list[number]
        if (item && rule) matches.push({ index, item, text: screened[index]?.text ?? '', rule, hits })
      }
      for (const { rule: number, missing } of unknown) {
        const rule = list[number]
        if (rule) undecided.push({ index, rule, missing })
      }
    }
  }
  return { matches, undecided }
}

/** A link says something by its address, a member by the name; each on a line of its own, behind what was written. */
const textOf = ({ text = '', url, name }: ItemInput): string => [text, url, name].filter(Boolean).join('\n')

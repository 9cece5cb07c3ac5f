import type { Db } from '@/lib/core/db/types'
import type { ScreenedItem } from '../../engine/compile'
import { matcherHost, type RuleSet, type ScreenOptions } from '../../engine/host'
import { classifierOf, type Signals, signalsNeeded } from '../../engine/signals'
import { readClassifiers } from '../../queries/read-classifiers'
import { type CallPriority, type Classified, classifyTexts } from './classify-texts'

/** Items that the engine answers together. */
const CHUNK_SIZE = 100

export interface FoundScores {
  /** For each item what classifiers said of it, empty where none was asked or none has answered. */
  signals: Pick<Signals, 'classifiers'>[]
  /** Texts that were sent, to all of them. */
  sent: number
}

interface FindOptions {
  pace?: CallPriority
  signal?: AbortSignal | undefined
  timeLimitMs?: number
}

/**
 * Asks classifiers about items, but only about those whose judgement hangs on them: the rules are held against all first, with
 * what is known already, and a rule that is decided by its words costs no call. Classifiers are asked at the same time.
 * @throws DomainError as MatcherHost.screen
 */
export async function findScores(
  db: Db,
  rules: RuleSet,
  items: readonly ScreenedItem[],
  { pace, signal, timeLimitMs }: FindOptions = {},
): Promise<FoundScores> {
  const names = signalsNeeded(rules.rules).classifiers
  if (names.length === 0 || items.length === 0) return { signals: items.map(() => ({})), sent: 0 }
  const classifiers = await readClassifiers(db, names)
  const wanted = await findWanted(rules, items, timeLimitMs === undefined ? {} : { timeLimitMs })
  const answers = new Map<string, Classified>()
  await Promise.all(
    classifiers.map(async (classifier) => {
      const texts = items.flatMap(({ text }, index) => (wanted[index]?.has(classifier.name) ? [text] : []))
      if (texts.length === 0) return
      const asked = await classifyTexts(db, classifier, texts, { ...(pace ? { pace } : {}), signal })
      answers.set(classifier.name, asked)
    }),
  )
  return {
    signals: items.map(({ text }, index) => signalsOf(text, wanted[index], answers)),
    sent: [...answers.values()].reduce((sum, { sent }) => sum + sent, 0),
  }
}

async function findWanted(
  rules: RuleSet,
  items: readonly ScreenedItem[],
  options: ScreenOptions,
): Promise<Set<string>[]> {
  const wanted: Set<string>[] = []
  for (let first = 0; first < items.length; first += CHUNK_SIZE) {
    const screenings = await matcherHost().screen(rules, items.slice(first, first + CHUNK_SIZE), options)
    for (const { unknown } of screenings)
      wanted.push(new Set(unknown.flatMap(({ missing }) => missing.flatMap((signal) => classifierOf(signal) ?? []))))
  }
  return wanted
}

function signalsOf(
  text: string,
  wanted: ReadonlySet<string> | undefined,
  answers: ReadonlyMap<string, Classified>,
): Pick<Signals, 'classifiers'> {
  const found = [...(wanted ?? [])].flatMap((name) => {
    const scores = answers.get(name)?.scores.get(text)
    return scores ? [[name, scores] as const] : []
  })
  return found.length > 0 ? { classifiers: Object.fromEntries(found) } : {}
}

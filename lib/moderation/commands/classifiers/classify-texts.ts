import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import type { Classifier } from '../../queries/read-classifiers'
import type { Scores } from '../../schema/classifiers'
import { ClassifierFailure, callClassifier } from './call-classifier'
import { withCallLimit } from './gate'
import { recordClassifierFailure, recordClassifierSuccess } from './note-health'

/** Texts of one call, and their characters together. */
const TEXTS_AT_ONCE = 32
const CHARACTERS_AT_ONCE = 256_000
/** So long an answer is taken for still true of the same text. */
export const SCORE_CACHE_HOURS = 24

/** How hard a classifier may be pressed: a backtest takes its time, what comes in has none. */
export interface CallPriority {
  /** Texts that are sent at most; what was answered before is not counted. */
  textsMax: number
  /** Between the beginnings of two calls, which then come one after another; 0: several at once, all within the time-out. */
  everyMs: number
}

const AT_ONCE: CallPriority = { textsMax: Number.POSITIVE_INFINITY, everyMs: 0 }

export interface Classified {
  /** By text; a text that is not in it got no scores. */
  scores: Map<string, Scores>
  /** Texts that were sent. */
  sent: number
  /** Why the last call that failed did, null where none has. */
  failure: string | null
}

/**
 * Asks one classifier about texts, each once, and not about those that it answered within a day. All of it takes no longer than the
 * classifier's time-out, unless a pace is set. Whatever it or the network does is an answer of this function, and a text without
 * scores a missing signal. @throws the `signal`'s reason
 */
export async function classifyTexts(
  db: Db,
  classifier: Classifier,
  texts: readonly string[],
  { pace = AT_ONCE, signal }: { pace?: CallPriority; signal?: AbortSignal | undefined } = {},
): Promise<Classified> {
  const wanted = new Map(texts.filter((text) => text.trim() !== '').map((text) => [hashOf(text), text]))
  const scores = await readKept(db, classifier, wanted)
  const left = [...wanted.values()].filter((text) => !scores.has(text)).slice(0, pace.textsMax)
  const answered = new Map<string, Scores>()
  const failures: string[] = []
  const ask = async (part: string[], deadline: number): Promise<void> => {
    try {
      const key = `${classifier.id} ${classifier.generation}`
      const found = await withCallLimit(key, deadline, () => callClassifier(classifier, part, { deadline, signal }))
      for (const [index, text] of part.entries()) answered.set(text, found[index] ?? {})
    } catch (error) {
      if (!(error instanceof ClassifierFailure)) throw error
      failures.push(error.message)
    }
  }
  await scoreAll(inParts(left), ask, { classifier, pace, signal })
  await keep(db, classifier, answered)
  if (answered.size > 0) await recordClassifierSuccess(db, classifier.id)
  const failure = failures.at(-1) ?? null
  if (failure) await recordClassifierFailure(db, classifier.id, failure)
  return { scores: new Map([...scores, ...answered]), sent: left.length, failure }
}

async function scoreAll(
  parts: readonly string[][],
  ask: (part: string[], deadline: number) => Promise<void>,
  { classifier, pace, signal }: { classifier: Classifier; pace: CallPriority; signal: AbortSignal | undefined },
): Promise<void> {
  const start = performance.now()
  if (pace.everyMs === 0) {
    await Promise.all(parts.map((part) => ask(part, start + classifier.timeoutMs)))
    return
  }
  for (const [index, part] of parts.entries()) {
    await delay(Math.max(0, start + index * pace.everyMs - performance.now()), undefined, signal ? { signal } : {})
    await ask(part, performance.now() + classifier.timeoutMs)
  }
}

function inParts(texts: readonly string[]): string[][] {
  const parts: string[][] = []
  let characters = 0
  for (const text of texts) {
    const last = parts.at(-1)
    if (last && last.length < TEXTS_AT_ONCE && characters + text.length <= CHARACTERS_AT_ONCE) last.push(text)
    else {
      parts.push([text])
      characters = 0
    }
    characters += text.length
  }
  return parts
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

async function readKept(
  db: Db,
  { id, generation }: Classifier,
  wanted: ReadonlyMap<string, string>,
): Promise<Map<string, Scores>> {
  if (wanted.size === 0) return new Map()
  const { rows } = await sql<{ hash: string; scores: Scores }>`
    select encode(text_hash, 'hex') as hash, scores from classifier_answer
    where classifier_id = ${id} and generation = ${generation} and at > now() - ${sql.lit(SCORE_CACHE_HOURS)} * interval '1 hour'
      and text_hash in (select decode(hash, 'hex') from unnest(${[...wanted.keys()]}::text[]) as hash)`.execute(db)
  return new Map(rows.map(({ hash, scores }) => [wanted.get(hash) ?? '', scores]))
}

/** In one order for all, so that batches at once don't wait for each other in a circle. */
async function keep(db: Db, { id, generation }: Classifier, answered: ReadonlyMap<string, Scores>): Promise<void> {
  if (answered.size === 0) return
  const rows = [...answered].map(([text, scores]) => ({ hash: hashOf(text), scores }))
  await sql`
    insert into classifier_answer as self (classifier_id, text_hash, generation, scores, at)
    select ${id}, decode(answer.hash, 'hex'), ${generation}, answer.scores, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as answer (hash text, scores jsonb) order by answer.hash
    on conflict (classifier_id, text_hash) do update set generation = excluded.generation, scores = excluded.scores,
      at = excluded.at`.execute(db)
}

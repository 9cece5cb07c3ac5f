import type { Scores } from '../schema/classifiers'

interface RequestedInput {
  labels: readonly string[]
  /** How many texts were sent. */
  count: number
}

/**
 * What a classifier says of texts, in their order, or what is wrong with its answer. Only the labels that it was set up for are
 * taken, and of those only numbers from 0 to 1; one that is missing is null.
 */
export function parseClassifierResponse(
  body: string,
  { labels, count }: RequestedInput,
): { scores: Scores[] } | { fault: string } {
  const results = readResults(body)
  if (results === null) return { fault: 'Its response isn’t JSON like {"results":[{"scores":{…}}]}.' }
  if (results.length !== count) return { fault: `It returned ${results.length} results for ${count} texts.` }
  const scores = results.map((result) => readScores(result, labels))
  if (scores.every((one) => Object.values(one).every((score) => score === null)))
    return { fault: `Its response has no number from 0 to 1 for any of the labels ${labels.join(', ')}.` }
  return { scores }
}

function readResults(body: string): unknown[] | null {
  try {
    const { results } = JSON.parse(body) as { results?: unknown }
    return Array.isArray(results) ? results : null
  } catch {
    return null
  }
}

function readScores(result: unknown, labels: readonly string[]): Scores {
  const given = isObject(result) && isObject(result.scores) ? result.scores : {}
  return Object.fromEntries(
    labels.map((label) => [label, readScore(Object.hasOwn(given, label) ? given[label] : null)]),
  )
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const readScore = (value: unknown): number | null =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : null

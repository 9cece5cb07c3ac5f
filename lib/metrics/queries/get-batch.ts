import { setImmediate as nextTurn } from 'node:timers/promises'
import { withQueryCache } from '@/lib/core/db/query-cache'
import type { ReadDb } from '@/lib/core/db/types'
import { parseInput, toFailedRow } from '@/lib/core/http/problem'
import { comparisonQuery, type SeriesBatchItem, type SeriesBatchView, seriesQuery } from '../schema'
import { getComparison } from './get-comparison'
import { getSeries } from './get-series'

/**
 * Several series and comparisons at once, in the order in which they were asked for. What one is refused for, or fails by, is its own answer.
 * They share what they have in common: a chart's comparison, say, reads the chart's own range once more.
 */
export async function getBatch(db: ReadDb, asks: readonly SeriesBatchItem[]): Promise<SeriesBatchView['answers']> {
  const once = withQueryCache(db)
  const answers: ReturnType<typeof answer>[] = []
  for (const ask of asks) {
    answers.push(answer(once, ask))
    // To begin fifty at once held up everybody else for as long as all of them take to be put into SQL.
    await nextTurn()
  }
  return Promise.all(answers)
}

async function answer(once: ReadDb, { kind, query }: SeriesBatchItem): Promise<SeriesBatchView['answers'][number]> {
  try {
    const found =
      kind === 'series'
        ? await getSeries(once, parseInput(seriesQuery, query))
        : await getComparison(once, parseInput(comparisonQuery, query))
    return { status: 200, answer: found }
  } catch (error) {
    return toFailedRow(error)
  }
}

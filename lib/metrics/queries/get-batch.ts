import { askingOnce } from '@/lib/core/db/asking-once'
import type { ReadDb } from '@/lib/core/db/types'
import { parseInput, toFailedRow } from '@/lib/core/http/problem'
import { comparisonQuery, type SeriesAsk, type SeriesBatchView, seriesQuery } from '../schema'
import { getComparison } from './get-comparison'
import { getSeries } from './get-series'

/**
 * Several series and comparisons at once, in the order in which they were asked for. What one is refused for, or fails by, is its own answer.
 * They share what they have in common: a chart's comparison, say, reads the chart's own range once more.
 */
export function getBatch(db: ReadDb, asks: readonly SeriesAsk[]): Promise<SeriesBatchView['answers']> {
  const once = askingOnce(db)
  return Promise.all(
    asks.map(async ({ kind, query }) => {
      try {
        const answer =
          kind === 'series'
            ? await getSeries(once, parseInput(seriesQuery, query))
            : await getComparison(once, parseInput(comparisonQuery, query))
        return { status: 200, answer }
      } catch (error) {
        return toFailedRow(error)
      }
    }),
  )
}

import { formatRange } from '@/lib/core/time/format'
import type { PlotModel } from './plot-model'
import type { ChartData } from './types'

export interface LegendEntry {
  id: string
  name: string
  color: string
  dash: string | undefined
}

/** What the lines are called; beside a previous period a single series goes by its range. None for one line alone. */
export function legendEntries(data: ChartData, { series, previous }: PlotModel): LegendEntry[] {
  if (!previous) return series.length > 1 ? series : []
  const range = formatRange(data.from, data.to, data.zone, data.asOf)
  const shown = series.length === 1 ? series.map((one) => ({ ...one, name: range })) : series
  return [...shown, previous]
}

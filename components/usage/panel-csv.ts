import { type CsvValue, toCsv } from '@/lib/core/csv'
import type { HeatmapView, TopListView } from '@/lib/metrics/schema'

/** A line for each hour of each weekday (ISO: 1 Monday to 7 Sunday): the average hour, and the hours that it is the average of. */
export const heatmapCsv = ({ cells, unit }: HeatmapView): string =>
  toCsv(
    ['weekday', 'hour', unit, 'hours'],
    cells.map(({ weekday, hour, value, hours }): CsvValue[] => [weekday, hour, value, hours]),
  )

/** A line for each of the list, then one for all others, with the period before. */
export const topListCsv = ({ by, unit, items, other }: TopListView): string =>
  toCsv(
    [{ ids: 'id' }, by, unit, `previous ${unit}`],
    [
      ...items.map(({ id, name, value, previous }): CsvValue[] => [id, name, value, previous]),
      ...(other === null ? [] : [[null, `all other ${by}s`, other, null] satisfies CsvValue[]]),
    ],
  )

import { expect, test } from 'vitest'
import { heatmapView, topListView } from '@/lib/metrics/schema'
import { heatmapCsv, topListCsv } from './panel-csv'

const linesOf = (csv: string): string[] => csv.trim().split(/\r?\n/)

test('the heat map is a line an hour', () => {
  const view = heatmapView.shape.cells.parse([
    { weekday: 1, hour: 0, value: 2.5, total: 10, hours: 4 },
    { weekday: 7, hour: 23, value: null, total: 0, hours: 0 },
  ])
  const csv = heatmapCsv({ cells: view, unit: 'messages' } as Parameters<typeof heatmapCsv>[0])
  expect(linesOf(csv)).toEqual(['weekday,hour,messages,hours', '1,0,2.5,4', '7,23,,0'])
})

test('a list ends with all others, where there are any', () => {
  const items = topListView.shape.items.parse([{ id: '7', name: 'help, please', value: 5, previous: 3, delta: null }])
  const view = { by: 'channel', unit: 'messages', items, other: 9 } as Parameters<typeof topListCsv>[0]
  expect(linesOf(topListCsv(view))).toEqual([
    'id,channel,messages,previous messages',
    '7,"help, please",5,3',
    ',all other channels,9,',
  ])
  expect(linesOf(topListCsv({ ...view, other: null }))).toHaveLength(2)
})

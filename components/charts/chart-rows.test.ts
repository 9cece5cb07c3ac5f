import { expect, test } from 'vitest'
import { chartCsv } from './chart-rows'

test('a line per bucket, a column per series, names neutralised and gaps empty', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour)).toISOString()
  const csv = chartCsv({
    from: at(0),
    to: at(2),
    step: 'hour',
    zone: 'Europe/Berlin',
    asOf: at(2),
    unit: 'messages',
    series: [
      { id: '1', name: '=trading', points: [{ at: at(0), value: 3, complete: true }] },
      { id: '2', name: 'help', points: [{ at: at(1), value: -1.5, complete: false, coverage: 0.25 }] },
    ],
  })
  expect(csv.split('\r\n')).toEqual([
    "\ufeffstart,start in Europe/Berlin,'=trading,help,complete,coverage",
    '2026-11-22T00:00:00.000Z,"22 Nov 2026, 01:00",3,,true,1',
    '2026-11-22T01:00:00.000Z,"22 Nov 2026, 02:00",,-1.5,false,0.25',
    '',
  ])
})

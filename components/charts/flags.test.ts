import { describe, expect, test } from 'vitest'
import { layOutFlags } from './flags'
import { layOut } from './geometry'
import { buildModel } from './plot-model'
import type { ChartAnnotation, ChartData } from './types'

const DAYS: ChartData = {
  from: '2026-11-16T00:00:00Z',
  to: '2026-11-26T00:00:00Z',
  step: 'day',
  zone: 'UTC',
  asOf: '2026-11-25T15:00:00Z',
  unit: 'messages',
  series: [{ id: 'total', name: 'total', points: [] }],
}

const place = (...flags: Partial<ChartAnnotation>[]) => {
  const model = buildModel(DAYS)
  const geometry = layOut(DAYS, model, { width: 800, height: 200 })
  const annotations = flags.map((flag, index) => ({
    id: String(index),
    at: '2026-11-20T12:00:00Z',
    until: null,
    title: 'Market day',
    ...flag,
  }))
  return { flags: layOutFlags(annotations, model, geometry), edge: geometry.width - geometry.right, geometry }
}

describe('placeFlags', () => {
  test('shows what lies in the last bucket at its point, to the left of the edge', () => {
    const { flags, edge } = place({ at: '2026-11-25T14:30:00Z' })
    expect(flags).toMatchObject([{ x: edge, isFlipped: true, text: 'Market day' }])
  })

  test('leaves out what lies after the range or was over before it', () => {
    const { flags } = place(
      { at: '2026-11-26T00:00:00Z' },
      { at: '2026-11-15T10:00:00Z' },
      { at: '2026-11-14T10:00:00Z', until: '2026-11-15T23:00:00Z' },
    )
    expect(flags).toEqual([])
  })

  test('lets what lasted begin at the left edge and end at the right one', () => {
    const { flags, edge, geometry } = place({ at: '2026-11-10T00:00:00Z', until: '2026-11-25T20:00:00Z' })
    expect(flags).toMatchObject([{ x: geometry.left, endX: edge, isFlipped: false }])
  })

  test('lets no title reach into the next flag or its title', () => {
    const { flags } = place(
      { at: '2026-11-24T12:00:00Z', title: 'A title that is far too long for its room' },
      { at: '2026-11-25T12:00:00Z', title: 'Another one that is far too long' },
    )
    const [first, last] = flags
    const width = (text: string | null | undefined) => 18 + (text?.length ?? 0) * 6.2
    expect((first?.x ?? 0) + width(first?.text)).toBeLessThanOrEqual((last?.x ?? 0) - width(last?.text) + 18)
  })
})

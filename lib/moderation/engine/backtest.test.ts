import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countItem, createFirstOccurrenceCheck, emptyConfusion, toFigures, wilsonInterval } from './backtest'
import { type LabelledBatch, readLabelledTexts } from './labelled-texts'

describe('the figures of a backtest', () => {
  test('are null where they would divide by nothing', () => {
    expect(toFigures(emptyConfusion())).toMatchObject({ rows: 0, baseRate: null, precision: null, recall: null })
    expect(toFigures({ tp: 0, fp: 0, fn: 3, tn: 7 })).toMatchObject({
      baseRate: 0.3,
      precision: null,
      precisionInterval: null,
      recall: 0,
    })
  })

  test('count each item once', () => {
    const item = fc.record({ matched: fc.boolean(), label: fc.boolean() })
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const confusion = emptyConfusion()
        for (const { matched, label } of items) countItem(confusion, matched, label)
        const { rows, positives, precision } = toFigures(confusion)
        const matches = items.filter(({ matched }) => matched)
        expect(rows).toBe(items.length)
        expect(positives).toBe(items.filter(({ label }) => label).length)
        expect(precision).toBe(
          matches.length === 0 ? null : matches.filter(({ label }) => label).length / matches.length,
        )
      }),
    )
  })

  test.each([
    // R: binom::binom.wilson, prop.test(correct = FALSE)
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [49, 229, 0.1658, 0.2716],
  ])('have the interval of Wilson for %i of %i', (part, whole, low, high) => {
    const interval = wilsonInterval(part, whole)
    expect(interval?.low).toBeCloseTo(low, 3)
    expect(interval?.high).toBeCloseTo(high, 3)
  })

  test('have intervals whose ends solve the equation they come from', () => {
    const sample = fc
      .integer({ min: 1, max: 100_000 })
      .chain((whole) => fc.tuple(fc.integer({ min: 1, max: whole }), fc.constant(whole)))
    fc.assert(
      fc.property(sample, ([part, whole]) => {
        const interval = wilsonInterval(part, whole)
        const p = part / whole
        for (const end of [interval?.low ?? 0, interval?.high ?? 0])
          if (end > 0 && end < 1)
            expect(Math.abs(p - end) / Math.sqrt((end * (1 - end)) / whole)).toBeCloseTo(1.959964, 4)
      }),
    )
  })

  test('leave out what came before', () => {
    const firstTime = createFirstOccurrenceCheck()
    const isNew = (text: string, label = true) => firstTime(text, label).isNewRow
    expect(['a', 'b', 'a', ' A\r\n', 'a\u200b', 'a 1', 'a  2', 'A 2'].map((text) => isNew(text))).toEqual([
      ...[true, true, false, false, false, true, true, false],
    ])
    expect(firstTime('b', false)).toEqual({ isNewText: false, isNewRow: true })
  })
})

describe('labelled texts', () => {
  const read = async (csv: string | string[]): Promise<LabelledBatch> => {
    const all: LabelledBatch = { rows: [], bad: [] }
    for await (const { rows, bad } of readLabelledTexts(Readable.from([csv].flat().map((part) => Buffer.from(part))))) {
      all.rows.push(...rows)
      all.bad.push(...bad)
    }
    return all
  }

  test('are read as they come, columns in any order', async () => {
    const { rows, bad } = await read(['\uFEFFid,Label,te', 'xt\n1,1,"a\n""b"""\r\n2,no,é\n', '3,TRUE,c'])
    expect(rows).toEqual([
      { text: 'a\n"b"', label: true },
      { text: 'é', label: false },
      { text: 'c', label: true },
    ])
    expect(bad).toEqual([])
  })

  test('that are bad are counted and cost nothing else', async () => {
    const { rows, bad } = await read(`text,label\na,2\n,1\nb\n"c,1\nd,0\n${'x'.repeat(100_001)},1\n`)
    expect(rows).toEqual([{ text: 'd', label: false }])
    expect(bad).toEqual([
      { line: 2, reason: 'label must be 1, 0, true, false, yes or no' },
      { line: 3, reason: 'text is empty' },
      { line: 4, reason: 'the row has 1 columns, but the first line names 2' },
      { line: 5, reason: 'a quote is never closed' },
      { line: 7, reason: 'text is longer than 100000 characters' },
    ])
  })

  test.each([
    ['', 'The file is empty.'],
    ['a,b\n1,2', 'The first line must name the columns. Missing: text, label.'],
  ])('need a header: %j', async (csv, message) => {
    await expect(read(csv)).rejects.toMatchObject({ code: 'backtest.bad_file', message })
  })
})

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvCell, toCsv } from './csv'

describe('csvCell', () => {
  test.each(['=1+1', '+1', '-1', '-1001234567890', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1+1', '＋1', '－1', '＠x'])(
    'neutralises the text %j',
    (text) => {
      expect(csvCell(text).replaceAll('"', '').startsWith("'")).toBe(true)
    },
  )

  test.each(['-1001234567890', '-100777', '+4915112345678', '@alice:example.org', '-dQw4w9WgXcQ', '-_x', '007', '1e5'])(
    'leaves the id %j as it is',
    (id) => {
      expect(csvCell(id, true)).toBe(id)
    },
  )

  test.each(['=1+1', '@SUM(A1)', "-cmd|' /C calc'!A0", '+A1+B1', '＝1', '\t1', '-HYPERLINK("https://x.example")'])(
    'neutralises what could call something even as an id: %j',
    (id) => {
      expect(csvCell(id, true)).toMatch(/^"?'/)
    },
  )

  test('leaves numbers numbers, negative ones too', () => {
    expect(csvCell(-12.5)).toBe('-12.5')
    expect(csvCell(0)).toBe('0')
    expect(csvCell(1e21)).toBe('1e+21')
  })

  test('quotes commas, quotes and line ends', () => {
    expect(csvCell('a,b')).toBe('"a,b"')
    expect(csvCell('say "hi"')).toBe('"say ""hi"""')
    expect(csvCell('two\nlines')).toBe('"two\nlines"')
  })

  test('refuses a number that is not one', () => {
    expect(() => csvCell(Number.NaN)).toThrow(RangeError)
  })
})

describe('a table', () => {
  test('begins with the mark by which spreadsheets know UTF-8, and neutralises headings', () => {
    expect(toCsv(['=name', { ids: 'id' }, 'count'], [['日本語 é', '-5', -5]])).toBe(
      "\ufeff'=name,id,count\r\n日本語 é,-5,-5\r\n",
    )
  })

  test('of any text comes back as it went in, but for the apostrophe', () => {
    const neutral = (text: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
        const parsed: string[][] = parse(toCsv(['a', 'b'], rows), {
          ...{ bom: true, record_delimiter: '\r\n', skip_empty_lines: false },
        })
        expect(parsed).toEqual([['a', 'b'], ...rows.map((row) => row.map(neutral))])
      }),
    )
  })
})

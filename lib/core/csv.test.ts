import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvCell, toCsv } from './csv'

describe('csvCell', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx'])('neutralises the text %j', (text) => {
    expect(csvCell(text).replaceAll('"', '').startsWith("'")).toBe(true)
  })

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

test('any table of text comes back as it went in, but for the apostrophe', () => {
  const neutral = (text: string) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
      const parsed: string[][] = parse(toCsv(['a', 'b'], rows), { record_delimiter: '\r\n', skip_empty_lines: false })
      expect(parsed).toEqual([['a', 'b'], ...rows.map((row) => row.map(neutral))])
    }),
  )
})

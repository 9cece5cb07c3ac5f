import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvRecord, CsvRecordReader } from './csv-records'

/** Reads a text in pieces of a given size. */
function read(text: string, size = text.length || 1): CsvRecord[] {
  const reader = new CsvRecordReader()
  const records: CsvRecord[] = []
  for (let at = 0; at < text.length; at += size) records.push(...reader.push(text.slice(at, at + size)))
  return [...records, ...reader.end()]
}

const quote = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)

describe('CSV records', () => {
  test('come back as they were written, however the text is cut', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r\n', '7'), maxLength: 8 })
    // An empty line is no record, so each has two fields at least.
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 8 })
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), fc.constantFrom('\n', '\r\n'), (written, size, end) => {
        const text = written.map((row) => row.map(quote).join(',') + end).join('')
        expect(read(text, size).map((record) => ('fields' in record ? record.fields : record))).toEqual(written)
      }),
    )
  })

  test('carry the number of the line on which they begin', () => {
    expect(read('a,b\n1,"x\ny"\n\n2,z')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', 'x\ny'] },
      { line: 5, fields: ['2', 'z'] },
    ])
  })

  test('lose one line to a quote that is not closed, and none after it', () => {
    const text = 'a,b\n1,"open\n2,x\n3,"good"\n4,"too"\n5,y\n'
    for (let size = 1; size < text.length; size += 1) {
      expect(read(text, size)).toEqual([
        { line: 1, fields: ['a', 'b'] },
        { line: 2, reason: 'a closing quote is not followed by a comma' },
        { line: 3, fields: ['2', 'x'] },
        { line: 4, fields: ['3', 'good'] },
        { line: 5, fields: ['4', 'too'] },
        { line: 6, fields: ['5', 'y'] },
      ])
    }
  })

  test('lose one line to a quote that the end of the file leaves open', () => {
    const reason = 'a quote is never closed'
    expect(read('1,"open\n2,x\n3,y')).toEqual([
      { line: 1, reason },
      { line: 2, fields: ['2', 'x'] },
      { line: 3, fields: ['3', 'y'] },
    ])
  })

  test('are the shortest runs of lines that are whole, as a plain search finds them', () => {
    const field = '(?:"(?:[^"]|"")*"|[^",\\n][^,\\n]*|)'
    const whole = new RegExp(`^${field}(?:,${field})*$`)
    const search = (lines: string[]): string[] => {
      const found: string[] = []
      for (let head = 0; head < lines.length; ) {
        const count = lines.findIndex(
          (_, index) => index >= head && whole.test(lines.slice(head, index + 1).join('\n')),
        )
        if (count === -1 || lines[head] !== '') found.push(`${head + 1} ${count === -1 ? 'rejected' : 'whole'}`)
        head = count === -1 ? head + 1 : count + 1
      }
      return found
    }
    const junk = fc.array(fc.constantFrom('"', ',', 'a', '\n', '""', '","', '"\n'), { maxLength: 24 })
    fc.assert(
      fc.property(junk, fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const text = parts.join('')
        const records = read(text, size).map((record) => `${record.line} ${'fields' in record ? 'whole' : 'rejected'}`)
        expect(records).toEqual(search(text.split('\n')))
      }),
      { numRuns: 1_000 },
    )
  })

  test('take time in proportion to the file where every line has a broken quote', () => {
    const broken = Array.from({ length: 60_000 }, (_, index) => (index % 2 === 0 ? '","",""""' : '","","",""'))
    // Some of them make whole records by chance; reading each anew up to 10,000 lines on took an hour.
    expect(read(`1,x\n${broken.join('\n')}\n2,z`, 65_536).length).toBeGreaterThan(2)
    expect(read(`1,"open\n${Array.from({ length: 60_000 }, () => '"]').join('\n')}`, 65_536)).toHaveLength(60_001)
  })

  test('are rejected past 1 MiB without holding them, and go on with the next line', () => {
    const reason = 'the row is longer than 1 MiB'
    expect(read(`1,x\n${'y'.repeat(3_000_000)}\n2,z\n`, 65_536)).toEqual([
      { line: 1, fields: ['1', 'x'] },
      { line: 2, reason },
      { line: 3, fields: ['2', 'z'] },
    ])
  })
})

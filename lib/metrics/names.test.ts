import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ENTRIES } from './entries'

const FOLDERS = ['lib', 'app', 'components', 'workers', 'cli']

/** Where a metric's name may stand: where it is defined, and what shows or collects chosen ones. */
const ALLOWED = [
  /^lib\/(community|collection|moderation)\/metrics\.ts$/,
  /^lib\/collection\/kinds\/system\.ts$/,
  /\.test\.tsx?$/,
]

const NAMES = [...ENTRIES.keys()].map((name) => `'${name}'`)
const COMPARED = new RegExp(`(?:[!=]==?|\\bcase)\\s*(?:${NAMES.join('|')})|(?:${NAMES.join('|')})\\s*[!=]==?`)

test('no code asks which metric it has before it but the definitions of metrics', async () => {
  const files = await Promise.all(FOLDERS.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })))
  const sources = files
    .flat()
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .map((file) => `${file.parentPath}/${file.name}`)
    .filter((path) => ALLOWED.every((pattern) => !pattern.test(path)))
  expect(sources.length).toBeGreaterThan(500)
  const found: string[] = []
  for (const path of sources) {
    const lines = (await readFile(path, 'utf8')).split('\n')
    for (const [index, line] of lines.entries())
      if (COMPARED.test(line)) found.push(`${path}:${index + 1}: ${line.trim()}`)
  }
  // Words that are other things' too; their lines are of no metric.
  expect(found.filter((line) => !/phase|table|part|kind|label|target/.test(line))).toEqual([])
})

test('every entry says what the pages and the API show, and names relations and metrics that there are', () => {
  for (const [name, entry] of ENTRIES) {
    expect(name).toMatch(/^[a-z][a-z0-9_]{0,63}$/)
    expect(entry.definition, name).toMatch(/\.$/)
    expect(entry.sourceText, name).toMatch(/\.$/)
    if (entry.kind !== 'ratio') continue
    for (const side of [entry.relation.numerator, entry.relation.denominator])
      expect(ENTRIES.get(side)?.overTime).toBe('sum')
  }
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  compareCounts,
  createScanner,
  GLOSSARY,
  readExceptions,
  readWords,
  scanProject,
  totalOf,
} from './support/glossary'
import { parseRules } from './support/glossary-table'

const TABLE = `# Glossary

## Words that are not used

| Word | Looked for in | Say instead | Allowed in |
| --- | --- | --- | --- |
| \`anew\` | both | again | |
| \`deed\`, \`deeds\` | both | action | |
| \`lets go of\` | texts | releases | |
| \`ask together\` | names | batch | |

### One meaning each

| Word | Looked for in | Say instead | Allowed in |
| --- | --- | --- | --- |
| \`place\`, \`places\` | names | position | where an event is: \`lib/events\` |
| \`line\` | nothing | row | |

## Another section

| Word | Looked for in | Say instead | Allowed in |
| --- | --- | --- | --- |
| \`unrelated\` | both | nothing | |
`

const { scan } = createScanner(parseRules(TABLE))
const find = (path: string, text: string) => scan(path, readWords(path, text))

describe('exported names', () => {
  test.each([
    ['a function', 'export function readAnew() {}'],
    ['an async function', 'export async function readAnew() {}'],
    ['a constant', 'export const ANEW_MS = 1'],
    ['a destructured constant', 'export const { inner: readAnew, ...others } = load()'],
    ['a class', 'export class AnewReader {}'],
    ['an interface', 'export interface Anew { id: string }'],
    ['a type', 'export type AnewOptions = string'],
    ['an enum', 'export enum Anew { a }'],
    ['a default function', 'export default function ReadAnew() {}'],
    ['a list of exports', 'const readAnew = 1\nexport { readAnew }'],
    ['a renamed export', "export { load as readAnew } from './load'"],
    ['a namespace', "export * as anew from './load'"],
    ['an acronym beside it', 'export const toHTMLAnew = 1'],
  ])('%s', (_what, source) => {
    expect(find('lib/a/load.ts', source)).toEqual({ names: { anew: 1 } })
  })

  test('finds phrases, other forms under the first one, and the name of the file', () => {
    expect(find('lib/a/ask-together.ts', 'export const useCaseDeeds = 1')).toEqual({
      names: { 'ask together': 1, deed: 1 },
    })
  })

  test('ignores names that are not exported, longer words and comments', () => {
    const source = '/** Reads anew. */\nconst readAnew = 1\nexport const indeed = readAnew // anew\n'
    expect(find('lib/a/load.ts', source)).toEqual({})
  })

  test('allows a word in the folders of its one meaning, and nowhere else', () => {
    const source = 'export const placesOf = 1'
    expect(find('lib/events/load.ts', source)).toEqual({})
    expect(find('lib/a/load.ts', source)).toEqual({ names: { place: 1 } })
  })

  test('counts only names in tests', () => {
    expect(find('tests/support/load.ts', "export const readAnew = 'It reads anew.'")).toEqual({ names: { anew: 1 } })
    expect(find('lib/a/load.test.ts', "test('reads anew', () => {})")).toEqual({})
  })
})

describe('texts', () => {
  test.each([
    ['a string', "const text = 'It was read anew.'"],
    ['a label', "const text = 'Anew'"],
    ['a template', 'const text = `It was read anew.`'],
    ['a template with values', 'const text = `$' + '{count} are read anew, $' + '{rest} are not`'],
    ['an error', "throw new Error('Read it anew.')"],
    ['a property', "const mail = { subject: 'Read anew' }"],
    ['an option of a command', "command.option('--again', 'read it anew')"],
  ])('%s', (_what, source) => {
    expect(find('lib/a/load.ts', source)).toEqual({ texts: { anew: 1 } })
  })

  test('finds text between tags and in attributes, over line ends and in capitals', () => {
    const source = `const page = (
      <Card title="Read anew" className="anew deed">
        A worker lets
        go of it.
        <b>Anew</b> {count} Deeds
      </Card>
    )`
    expect(find('components/a/page.tsx', source)).toEqual({ texts: { anew: 2, 'lets go of': 1, deed: 1 } })
  })

  test('ignores codes, imports, types, SQL and class names', () => {
    const source = `import { load } from './anew deed'
      type Mode = 'read anew' | 'deed'
      const mode = 'anew'
      const rows = sql\`select 1 -- read anew\`
      const style = cn('anew deed')`
    expect(find('lib/a/load.ts', source)).toEqual({})
  })

  test('ignores words that are looked for in names only', () => {
    expect(find('lib/a/load.ts', "const text = 'The place is full of places.'")).toEqual({})
  })
})

describe('docs', () => {
  test('finds words in sentences, tables and links, over line ends', () => {
    const page = 'It lets go\nof it.\n\n| a | anew |\n| --- | --- |\n\n[read anew](anew.md)\n'
    expect(find('docs/page.md', page)).toEqual({ texts: { 'lets go of': 1, anew: 2 } })
  })

  test('ignores code and addresses', () => {
    const page = 'Run `anew` now.\n\n```sh\nguildhall anew\n```\n\n[decision](decisions/0001-anew.md)\n'
    expect(find('docs/page.md', page)).toEqual({})
  })
})

describe('the table', () => {
  const withRow = (row: string): string => TABLE.replace('| `anew` | both | again | |', row)

  test.each([
    ['a word without code style', '| anew | both | again | |'],
    ['an unknown place to look', '| `anew` | somewhere | again | |'],
    ['nothing to say instead', '| `anew` | both | | |'],
    ['a form that is listed twice', '| `anew`, `deeds` | texts | again | |'],
  ])('refuses %s', (_what, row) => {
    expect(() => parseRules(withRow(row))).toThrow()
  })

  test('refuses other columns, and a document without the section', () => {
    expect(() => parseRules(TABLE.replaceAll('Say instead', 'Instead'))).toThrow('have the columns')
    expect(() => parseRules(TABLE.replace('## Words that', '## Terms that'))).toThrow('no section')
  })

  test('has the words that started it', () => {
    const words = new Set(parseRules(readFileSync(GLOSSARY, 'utf8')).flatMap(({ forms }) => forms))
    const asked = ['wish', 'deed', 'heed', 'haste', 'anew', 'ask together', 'around', 'pieces', 'standing', 'place']
    expect(asked.filter((word) => !words.has(word))).toEqual([])
  })
})

describe('the exceptions', () => {
  const listed = { 'a.ts': { names: { anew: 2 }, texts: { deed: 1 } } }

  test.each([
    ['a higher count', { 'a.ts': { names: { anew: 3 }, texts: { deed: 1 } } }, ['a.ts: names: "anew"'], []],
    ['another word', { 'a.ts': { names: { anew: 2, deed: 1 }, texts: { deed: 1 } } }, ['a.ts: names: "deed"'], []],
    ['another file', { ...listed, 'b.ts': { texts: { anew: 1 } } }, ['b.ts: texts: "anew"'], []],
    ['a lower count', { 'a.ts': { names: { anew: 1 }, texts: { deed: 1 } } }, [], ['a.ts: names: "anew"']],
    ['a word that is gone', { 'a.ts': { names: { anew: 2 } } }, [], ['a.ts: texts: "deed"']],
    ['a file that is gone', {}, [], ['a.ts: names: "anew"', 'a.ts: texts: "deed"']],
    ['the same', listed, [], []],
  ])('show %s', (_what, found, risen, fallen) => {
    const difference = compareCounts(listed, found)
    expect(difference.risen.map((line) => line.replace(/: \d.*/, ''))).toEqual(risen)
    expect(difference.fallen.map((line) => line.replace(/: \d.*/, ''))).toEqual(fallen)
  })

  test('may move between files while no total rises', () => {
    const compareTotals = (found: Parameters<typeof totalOf>[0]) => compareCounts(totalOf(listed), totalOf(found))
    expect(
      compareTotals({ 'b.ts': { names: { anew: 1 } }, 'c.ts': { names: { anew: 1 }, texts: { deed: 1 } } }),
    ).toEqual({
      risen: [],
      fallen: [],
    })
    expect(compareTotals({ ...listed, 'b.ts': { texts: { deed: 1 } } }).risen).toEqual([
      'the project: texts: "deed": 2 found, 1 listed',
    ])
  })

  test('are what is found in the project: replace a word that is new, lower the list where one is gone', () => {
    const { risen, fallen } = compareCounts(readExceptions(), scanProject())
    expect(risen, `not used, see ${GLOSSARY}`).toEqual([])
    expect(fallen, 'lower the list: npx tsx tests/support/glossary-scan.ts --write').toEqual([])
  })
})

import { globSync, readFileSync } from 'node:fs'
import { readMarkdown, readSource, type SourceWords } from './glossary-source'
import { parseRules, type Rule, type Where } from './glossary-table'

/** How often each refused word occurs: by file, then by `names` or `texts`, then by the word. */
export type Counts = Record<string, Partial<Record<Where, Record<string, number>>>>

export const GLOSSARY = 'docs/glossary.md'
export const EXCEPTIONS = 'tests/support/glossary-exceptions.json'

const SOURCES = '{app,bench,cli,components,lib,tests,workers}/**/*.{ts,tsx,mts,mjs}'
const PAGES = ['README.md', 'docs/**/*.md']

const wordsOfName = (name: string): string =>
  name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()

/** One expression for all forms of all rules, and the rule that each form belongs to. */
function compile(rules: readonly Rule[], where: Where) {
  const byForm = new Map<string, Rule>()
  for (const rule of rules) if (rule.where.has(where)) for (const form of rule.forms) byForm.set(form, rule)
  // Longest first, so that a phrase with its own row wins over a word in it.
  const forms = [...byForm.keys()].sort((a, b) => b.length - a.length)
  const source = forms.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+')).join('|')
  return { byForm, pattern: new RegExp(`(?<![\\p{L}\\p{N}_])(?:${source || '(?!)'})(?![\\p{L}\\p{N}_])`, 'giu') }
}

export interface Scanner {
  /** Counts the refused words of one file. */
  scan: (path: string, words: SourceWords) => Counts[string]
}

/** Compiles the rules once for many files. */
export function createScanner(rules: readonly Rule[]): Scanner {
  const compiled = { names: compile(rules, 'names'), texts: compile(rules, 'texts') }
  const count = (path: string, where: Where, texts: readonly string[]): Record<string, number> => {
    const { byForm, pattern } = compiled[where]
    const counts: Record<string, number> = {}
    for (const [found] of texts.flatMap((text) => [...text.matchAll(pattern)])) {
      const rule = byForm.get(found.toLowerCase().replace(/\s+/g, ' '))
      if (!rule || (where === 'names' && rule.allowedIn.some((folder) => path.startsWith(folder)))) continue
      counts[rule.word] = (counts[rule.word] ?? 0) + 1
    }
    return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  return {
    scan: (path, { names, texts }) => {
      const found = { names: count(path, 'names', names.map(wordsOfName)), texts: count(path, 'texts', texts) }
      return Object.fromEntries(Object.entries(found).filter(([, counts]) => Object.keys(counts).length > 0))
    },
  }
}

/** Reads the names and texts of a source file or a Markdown page. */
export const readWords = (path: string, text: string): SourceWords =>
  path.endsWith('.md') ? { names: [], texts: readMarkdown(text) } : readSource(path, text)

const read = (root: string, path: string): string => readFileSync(`${root}/${path}`, 'utf8')

/** Scans the whole project; files without refused words are left out. */
export function scanProject(root = '.'): Counts {
  const { scan } = createScanner(parseRules(read(root, GLOSSARY)))
  const paths = globSync([SOURCES, 'proxy.ts', 'server.ts', ...PAGES], { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== GLOSSARY)
    .sort()
  const found = paths.map((path) => [path, scan(path, readWords(path, read(root, path)))] as const)
  return Object.fromEntries(found.filter(([, counts]) => Object.keys(counts).length > 0))
}

export const readExceptions = (root = '.'): Counts => JSON.parse(read(root, EXCEPTIONS))

/** The counts by a key such as `lib/a.ts: names: "anew"`. */
function flatten(counts: Counts): Map<string, number> {
  const flat = new Map<string, number>()
  for (const [path, byWhere] of Object.entries(counts))
    for (const [where, words] of Object.entries(byWhere))
      for (const [word, count] of Object.entries(words)) flat.set(`${path}: ${where}: "${word}"`, count)
  return flat
}

export interface Difference {
  /** Found more often than listed; the glossary has a replacement. */
  risen: string[]
  /** Found less often than listed; the list has to be lowered. */
  fallen: string[]
}

export function compareCounts(listed: Counts, found: Counts): Difference {
  const before = flatten(listed)
  const now = flatten(found)
  const lines = (keys: Iterable<string>, isOff: (listed: number, found: number) => boolean): string[] =>
    [...keys]
      .filter((key) => isOff(before.get(key) ?? 0, now.get(key) ?? 0))
      .map((key) => `${key}: ${now.get(key) ?? 0} found, ${before.get(key) ?? 0} listed`)
  return {
    risen: lines(now.keys(), (listed, found) => found > listed),
    fallen: lines(before.keys(), (listed, found) => found < listed),
  }
}

/** The project's totals as counts of one file, for texts and names that move from file to file. */
export function totalOf(counts: Counts): Counts {
  const total: Record<Where, Record<string, number>> = { names: {}, texts: {} }
  for (const byWhere of Object.values(counts))
    for (const where of ['names', 'texts'] as const)
      for (const [word, count] of Object.entries(byWhere[where] ?? {}))
        total[where][word] = (total[where][word] ?? 0) + count
  return { 'the project': total }
}

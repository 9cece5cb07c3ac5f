/** The words that docs/glossary.md says are not used, as the scanner looks for them. */

export type Where = 'names' | 'texts'

export interface Rule {
  /** The first form, by which exceptions name it. */
  word: string
  /** Every form, in lower case, the words of a phrase separated by single spaces. */
  forms: readonly string[]
  where: ReadonlySet<Where>
  /** Beginnings of paths under which names may have it. */
  allowedIn: readonly string[]
}

const HEADING = 'Words that are not used'
const COLUMNS = ['Word', 'Looked for in', 'Say instead', 'Allowed in']
const LOOKED_FOR: Readonly<Record<string, readonly Where[]>> = {
  names: ['names'],
  texts: ['texts'],
  both: ['names', 'texts'],
  nothing: [],
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

const sectionOf = (markdown: string, heading: string): string | undefined =>
  markdown.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))
const rowsOf = (section: string): string[] =>
  section.split('\n').filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))

function toRule(line: string): Rule {
  const [word = '', where = '', instead = '', allowed = ''] = cellsOf(line)
  const forms = codesIn(word).map((form) => form.toLowerCase())
  const [first] = forms
  const kinds = LOOKED_FOR[where]
  if (!first || !kinds || !instead) throw new Error(`docs/glossary.md has a row that can't be read: ${line}`)
  return { word: first, forms, where: new Set(kinds), allowedIn: codesIn(allowed) }
}

/**
 * Reads the tables of the section, of which there may be several.
 * @throws Error for a section, column or row that can't be read and for a form that is listed twice, because a slip in the
 *   document would silently switch a check off
 */
export function parseRules(markdown: string): Rule[] {
  const section = sectionOf(markdown, HEADING)
  if (!section) throw new Error(`docs/glossary.md has no section "${HEADING}"`)
  const rows = rowsOf(section)
  const heads = rows.filter((line) => cellsOf(line)[0] === 'Word')
  if (heads.length === 0 || heads.some((line) => cellsOf(line).join() !== COLUMNS.join()))
    throw new Error(`the tables of "${HEADING}" have the columns ${COLUMNS.join(', ')}`)
  const rules = rows.filter((line) => !heads.includes(line)).map(toRule)
  for (const where of ['names', 'texts'] as const) {
    const forms = rules.filter((rule) => rule.where.has(where)).flatMap((rule) => rule.forms)
    const twice = forms.find((form, index) => forms.indexOf(form) !== index)
    if (twice) throw new Error(`"${twice}" is listed twice for ${where}`)
  }
  return rules
}

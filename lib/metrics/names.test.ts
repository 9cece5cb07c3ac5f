import { readdir, readFile } from 'node:fs/promises'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { ENTRIES } from './entries'

const FOLDERS = ['lib', 'app', 'components', 'workers', 'cli']

/** How a kind is stored and answered may depend on a metric; anything else may not. */
const KINDS = /^lib\/metrics\/kinds\//

const EQUALS = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
])
const LOOKUPS = new Set(['has', 'includes', 'indexOf', 'startsWith', 'endsWith', 'equals'])

const isName = (node: ts.Node): boolean => ts.isStringLiteralLike(node) && ENTRIES.has(node.text)

/** Whether an expression is a list that names a metric: `['messages', 'members']`, also in `new Set(…)`. */
const isListOfNames = (node: ts.Node): boolean =>
  ts.isArrayLiteralExpression(node)
    ? node.elements.some(isName)
    : ts.isNewExpression(node)
      ? (node.arguments ?? []).some(isListOfNames)
      : (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) && isListOfNames(node.expression)

function isComparison(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node))
    return EQUALS.has(node.operatorToken.kind) && (isName(node.left) || isName(node.right))
  if (ts.isCaseClause(node)) return isName(node.expression)
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  return (
    LOOKUPS.has(node.expression.name.text) && (node.arguments.some(isName) || isListOfNames(node.expression.expression))
  )
}

const NAMES = [...ENTRIES.keys()].join('|')
/** In SQL, with the name as text or as a parameter: `metric.name = 'messages'`, `name in ('messages')`. */
const IN_SQL = new RegExp(`(?:=|<>|!=|\\bin\\s*\\(|\\blike)\\s*'(?:${NAMES})'`, 'i')
const BEFORE_PARAMETER = /(?:=|<>|!=|\bin\s*\()\s*$/i

const isSqlComparison = (node: ts.Node): boolean => {
  if (ts.isNoSubstitutionTemplateLiteral(node)) return IN_SQL.test(node.text)
  if (!ts.isTemplateExpression(node)) return false
  const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
  return (
    texts.some((text) => IN_SQL.test(text)) ||
    node.templateSpans.some(({ expression }, index) => isName(expression) && BEFORE_PARAMETER.test(texts[index] ?? ''))
  )
}

/** Every comparison with the name of a metric in a source file, as it is written. */
function findComparisons(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (isComparison(node) || isSqlComparison(node)) found.push(`${path}: ${node.getText(file)}`)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('a comparison with the name of a metric', () => {
  test.each([
    ['an equality', "if (metric === 'active_users') run()"],
    ['its other side', "const is = 'messages' !== entry.name"],
    ['a case', "switch (name) { case 'sign_ins': run() }"],
    ['a list', "const is = ['messages', 'other'].includes(name)"],
    ['a list with a type', "const is = (['online_users'] as const).includes(name)"],
    ['a set', "const is = new Set(['active_users', 'other']).has(name)"],
    ['a lookup', "const is = chosen.has('cases_opened')"],
    ['a beginning', "const is = name.startsWith('overturn_rate')"],
    ['SQL', "const rows = sql`select from metric where name = 'messages'`"],
    ['SQL with parameters', `const rows = sql\`select \${a} where name in ('other') and metric.name <> 'members'\``],
    ['a parameter of SQL', `const rows = sql\`select from metric where name = \${'time_to_first_action'}\``],
  ])('is found in %s', (_what, source) => {
    expect(findComparisons('lib/a.ts', source)).toHaveLength(1)
  })

  test.each([
    ['another word', "if (metric === 'another') run()"],
    ['a definition', "const entry = { name: 'messages', unit: 'messages' }"],
    ['a question', "const asked = { metric: 'active_users' }"],
    ['a table', 'const rows = sql`select from messages`'],
  ])('is none in %s', (_what, source) => {
    expect(findComparisons('lib/a.ts', source)).toEqual([])
  })

  test('is nowhere but in the files of the kinds', async () => {
    const files = await Promise.all(FOLDERS.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })))
    const paths = files
      .flat()
      .filter((file) => file.isFile() && /\.tsx?$/.test(file.name) && !/\.test\.tsx?$/.test(file.name))
      .map((file) => `${file.parentPath}/${file.name}`)
      .filter((path) => !KINDS.test(path))
    expect(paths.length).toBeGreaterThan(500)
    const found = await Promise.all(paths.map(async (path) => findComparisons(path, await readFile(path, 'utf8'))))
    expect(found.flat()).toEqual([])
  })
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

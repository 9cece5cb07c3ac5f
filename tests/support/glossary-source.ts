import ts from 'typescript'

/** What a source file has that the glossary is about. */
export interface SourceWords {
  /** Exported names, and the file's own. */
  names: string[]
  /** What people may read: text between tags, and literals that are more than a code. */
  texts: string[]
}

/** Attributes and calls whose strings are for machines. */
const MACHINE_ATTRIBUTES = /^(className|class|style|href|src|d|id|key|name|type|role|data-.*)$|ClassName$/
const MACHINE_CALLS = new Set([
  'cn',
  'cva',
  'require',
  'import',
  'raw',
  'ref',
  'table',
  'lit',
  'querySelector',
  'matches',
])

/** A sentence, or a label that begins with a capital; 'open_case' and 'flex' are neither. */
const isForPeople = (text: string): boolean =>
  /\p{L}[\p{L}\p{P}]*\s+\S*\p{L}/u.test(text) || /^\s*\p{Lu}\p{Ll}/u.test(text)

const nameOfFile = (path: string): string => (path.split('/').at(-1) ?? '').replace(/\.(test\.|d\.)?[mc]?[jt]sx?$/, '')

function namesOfBinding(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOfBinding(element.name) : []))
}

function exportedNames(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause
    if (!clause) return []
    return ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [clause.name.text]
  }
  if (ts.isExportAssignment(statement)) return ts.isIdentifier(statement.expression) ? [statement.expression.text] : []
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return []
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesOfBinding(name))
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  return isNamed && statement.name ? [statement.name.text] : []
}

/** Nodes under which no string is for people: imports, types, SQL and other tagged templates, class names, comparisons. */
function isForMachines(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true
  if (ts.isTaggedTemplateExpression(node)) return true
  if (ts.isJsxAttribute(node)) return ts.isIdentifier(node.name) && MACHINE_ATTRIBUTES.test(node.name.text)
  if (!ts.isCallExpression(node)) return false
  const { expression } = node
  const callee = ts.isPropertyAccessExpression(expression) ? expression.name : expression
  return ts.isIdentifier(callee) && MACHINE_CALLS.has(callee.text)
}

function textsOf(source: ts.SourceFile): string[] {
  const texts: string[] = []
  const visit = (node: ts.Node): void => {
    if (isForMachines(node)) {
      // What fills a template, or stands in a call, may hold texts of its own only where it is code: that is rare, and let be.
      return
    }
    if (ts.isJsxText(node)) texts.push(node.text)
    else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (isForPeople(node.text)) texts.push(node.text)
    } else if (ts.isTemplateExpression(node)) {
      const text = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
      if (isForPeople(text)) texts.push(text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return texts
}

/** Reads a TypeScript or JavaScript file; tests and migrations say nothing to people, so that only their names count. */
export function readSource(path: string, text: string): SourceWords {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  // Without the trees of doc comments, which nobody looks at here, parsing takes half the time.
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }
  const source = ts.createSourceFile(path, text, options, false, kind)
  const isForReaders = !/^(tests|db)\/|\.test\.tsx?$/.test(path)
  return {
    names: [nameOfFile(path), ...source.statements.flatMap(exportedNames)],
    texts: isForReaders ? textsOf(source) : [],
  }
}

/** What people read of a page of documentation: no code, no addresses. */
export const readMarkdown = (text: string): string[] => [
  text
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`]*`/g, '…')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/<!--[\s\S]*?-->/g, ''),
]

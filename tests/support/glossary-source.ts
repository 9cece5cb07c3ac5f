import ts from 'typescript'

/** The names and texts of a source file. */
export interface SourceWords {
  /** Exported identifiers and the file's name. */
  names: string[]
  /** What users may read: JSX text and literals that are sentences or labels. */
  texts: string[]
}

/** Attributes and calls whose strings no user reads. */
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

/** Whether it is a sentence, or a label that begins with a capital; 'open_case' and 'flex' are neither. */
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

/** Nodes without strings for people: imports, types, SQL and other tagged templates, class names. */
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
    if (isForMachines(node)) return
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

/** Reads a TypeScript or JavaScript file. Of tests only the names count, because no user reads their texts. */
export function readSource(path: string, text: string): SourceWords {
  const isForReaders = !/^tests\/|\.test\.tsx?$/.test(path)
  // Most tests export nothing, and they are a third of all code.
  if (!isForReaders && !/\bexport\b/.test(text)) return { names: [nameOfFile(path)], texts: [] }
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  // Parsing takes half the time without doc comments, which are not needed here.
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }
  const source = ts.createSourceFile(path, text, options, false, kind)
  return {
    names: [nameOfFile(path), ...source.statements.flatMap(exportedNames)],
    texts: isForReaders ? textsOf(source) : [],
  }
}

/** The text of a page of documentation, without code and link targets. */
export const readMarkdown = (text: string): string[] => [
  text
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`]*`/g, '…')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/<!--[\s\S]*?-->/g, ''),
]

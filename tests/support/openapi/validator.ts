import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { ROOT } from '../endpoints'
import type { OpenApi } from './document'
import type { JsonSchema } from './schemas'

/** An answer as it came, with the address that was asked. */
export interface SeenAnswer {
  method: string
  /** Without its query. */
  path: string
  /** Of the endpoint, where it is known: a test may ask a handler under any address. */
  summary?: string | undefined
  status: number
  contentType: string | null
  /** Read only where it is JSON. */
  text: () => Promise<string>
}

export interface CheckedAnswer {
  /** What is wrong, in words; empty where the document allows the answer. */
  faults: string[]
  /** `PUT /api/v1/cases/{id}/claim`; null where the document has no such operation. */
  operation: string | null
}

interface Content {
  schema?: JsonSchema
}

const API = '/api/v1/'
const DOCUMENT_ID = 'openapi'
const FAULTS_MAX = 5
const PROBLEMS_WITHOUT_OPERATION = new Set([404, 405])

/** The committed document, its answers closed to members that it does not name. */
const document = close(JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8'))) as OpenApi
const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: false }))
ajv.addSchema(document, DOCUMENT_ID)

export const OPERATIONS: readonly string[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
)

const PATHS = Object.keys(document.paths).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}))

const bySummary = new Map(
  OPERATIONS.map((operation) => {
    const [method = '', path = ''] = operation.split(' ')
    return [String(document.paths[path]?.[method.toLowerCase()]?.summary), operation]
  }),
)

/** An address without anything that changes goes before one with an id in the same place. */
function operationAt(method: string, path: string): string | undefined {
  const found = PATHS.filter(({ pattern }) => pattern.test(path))
    .map(({ template }) => template)
    .toSorted((a, b) => a.split('{').length - b.split('{').length)
    .find((template) => method.toLowerCase() in (document.paths[template] ?? {}))
  return found && `${method} ${found}`
}

function canDecode(path: string): boolean {
  try {
    decodeURI(path)
    return true
  } catch {
    return false
  }
}

/** Checks an answer of the API against the document. */
export async function checkAnswer(answer: SeenAnswer): Promise<CheckedAnswer> {
  const { method, path, status, contentType, text } = answer
  if (!path.startsWith(API)) return { faults: [], operation: null }
  const operation = bySummary.get(answer.summary ?? '') ?? operationAt(method, path)
  const name = `${operation ?? `${method} ${path}`} answered ${status}`
  if (operation === undefined) {
    // The gate refuses a broken address before anyone knows what it is of.
    const isBrokenAddress = status === 400 && !canDecode(path)
    const isExplained =
      isBrokenAddress || PROBLEMS_WITHOUT_OPERATION.has(status) || method === 'HEAD' || method === 'OPTIONS'
    return { faults: isExplained ? [] : [`${name}, and is not in docs/openapi.json`], operation: null }
  }
  const [verb = '', template = ''] = operation.split(' ')
  const response = responseFor(['paths', template, verb.toLowerCase(), 'responses'], status)
  if (!response) return { faults: [`${name}, a status that it does not declare`], operation }
  const faults = await faultsOf(response, contentType, text)
  return { faults: faults.map((fault) => `${name}: ${fault}`), operation }
}

function responseFor(
  pointer: string[],
  status: number,
): { pointer: string[]; content: Record<string, Content> } | null {
  const responses = at(pointer) as Record<string, JsonSchema>
  const key = [String(status), `${String(status)[0]}XX`].find((one) => one in responses)
  if (key === undefined) return null
  const reference = responses[key]?.$ref
  const place = typeof reference === 'string' ? reference.slice(2).split('/') : [...pointer, key]
  return { pointer: place, content: ((at(place) as JsonSchema).content ?? {}) as Record<string, Content> }
}

const at = (pointer: string[]): unknown =>
  pointer.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document)

async function faultsOf(
  { pointer, content }: { pointer: string[]; content: Record<string, Content> },
  contentType: string | null,
  text: () => Promise<string>,
): Promise<string[]> {
  const type = contentType?.split(';')[0]?.trim() ?? null
  const declared = Object.keys(content)
  if (type === null) return declared.length === 0 ? [] : [`it has no content where ${declared.join()} is declared`]
  const matching = declared.find((one) => one === type || (one.endsWith('/*') && type.startsWith(one.slice(0, -1))))
  if (matching === undefined) return [`it is ${type}, which is not declared`]
  if (!content[matching]?.schema) return []
  const validate = validatorAt([...pointer, 'content', matching, 'schema'])
  const value: unknown = JSON.parse(await text())
  if (validate(value)) return []
  return (validate.errors ?? [])
    .slice(0, FAULTS_MAX)
    .map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`)
}

const validators = new Map<string, ValidateFunction>()

function validatorAt(pointer: string[]): ValidateFunction {
  const reference = `${DOCUMENT_ID}#/${pointer.map(pointerPart).join('/')}`
  const known = validators.get(reference)
  if (known) return known
  const made = ajv.compile({ $ref: reference })
  validators.set(reference, made)
  return made
}

const pointerPart = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))

/** Objects that name their members have no others: for tests, which see more than whoever relies on the document may. */
function close(value: unknown, isPart = false): unknown {
  if (Array.isArray(value)) return value.map((one) => close(one, isPart))
  if (typeof value !== 'object' || value === null) return value
  const closed = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, close(one, key === 'allOf')]))
  if (isPart || !('properties' in value) || 'additionalProperties' in value) return closed
  return 'type' in value && value.type === 'object' ? { ...closed, additionalProperties: false } : closed
}

import type { OpenApi } from './document'
import type { Converter, Direction, JsonSchema } from './schemas'

const REFERENCE = '#/$defs/'
const COMPONENT = '#/components/schemas/'
/** Their names say all that their long patterns say. */
const FORMATS = new Set(['date', 'date-time', 'uuid', 'email'])

/**
 * The document with its schemas as components. What is read and what is answered are one component where they are the same;
 * where defaults or transforms make two of a schema, the one that is read is called `…Input`.
 */
export function componentsOf(document: OpenApi, { definitions }: Converter): OpenApi {
  const inputs = inputNames(definitions)
  const nameIn = (direction: Direction) => (name: string) => (direction === 'input' ? (inputs.get(name) ?? name) : name)
  const all = new Map<string, JsonSchema>()
  for (const direction of ['input', 'output'] as const) {
    for (const [name, schema] of definitions[direction])
      all.set(nameIn(direction)(name), finish(schema, direction, nameIn(direction)))
  }
  const paths = mapRequestsAndAnswers(document.paths, nameIn)
  const responses = finish(document.components.responses as JsonSchema, 'output', nameIn('output'))
  const used = [...reachable({ paths, responses }, all)].toSorted()
  const schemas = Object.fromEntries(used.map((name) => [name, all.get(name) ?? {}]))
  return { ...document, paths, components: { ...document.components, responses, schemas } }
}

function mapRequestsAndAnswers(paths: OpenApi['paths'], nameIn: (direction: Direction) => (name: string) => string) {
  const operations = (methods: Record<string, JsonSchema>) =>
    mapValues(methods, ({ responses, ...asked }) => ({
      ...finish(asked, 'input', nameIn('input')),
      responses: finish(responses as JsonSchema, 'output', nameIn('output')),
    }))
  return mapValues(paths, operations)
}

/** The names under which what is read has to stand, where it differs from what is answered, itself or in what it refers to. */
function inputNames({ input, output }: Converter['definitions']): Map<string, string> {
  const differing = new Set(
    [...input.keys()].filter((name) => output.has(name) && !isSame(input.get(name), output.get(name))),
  )
  for (let size = -1; size !== differing.size; ) {
    size = differing.size
    for (const [name, schema] of input) {
      if (output.has(name) && referencesOf(schema, REFERENCE).some((one) => differing.has(one))) differing.add(name)
    }
  }
  return new Map([...differing].map((name) => [name, `${name}Input`]))
}

/** Closed objects are what zod makes of every object that is answered, where the document leaves room for members to come. */
const isSame = (a: JsonSchema | undefined, b: JsonSchema | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b && open(b))

const open = (schema: JsonSchema): JsonSchema => finish(schema, 'output', (name) => name, REFERENCE)

function finish<T extends JsonSchema>(
  schema: T,
  direction: Direction,
  rename: (name: string) => string,
  prefix = COMPONENT,
): T {
  return walk(schema, (key, value, holder) => {
    if (key === 'additionalProperties' && value === false && direction === 'output') return undefined
    if (key === 'pattern' && FORMATS.has(String(holder.format))) return undefined
    if (key !== '$ref' || typeof value !== 'string' || !value.startsWith(REFERENCE)) return value
    return prefix + rename(value.slice(REFERENCE.length))
  }) as T
}

const walk = (value: unknown, change: (key: string, value: unknown, holder: JsonSchema) => unknown): unknown =>
  JSON.parse(JSON.stringify(value), function (this: JsonSchema, key, one) {
    return change(key, one, this)
  })

function referencesOf(value: unknown, prefix: string): string[] {
  const found: string[] = []
  walk(value, (key, one) => {
    if (key === '$ref' && typeof one === 'string' && one.startsWith(prefix)) found.push(one.slice(prefix.length))
    return one
  })
  return found
}

function reachable(from: unknown, all: Map<string, JsonSchema>): Set<string> {
  const seen = new Set<string>()
  const visit = (value: unknown): void => {
    for (const name of referencesOf(value, COMPONENT)) {
      if (seen.has(name)) continue
      seen.add(name)
      visit(all.get(name))
    }
  }
  visit(from)
  return seen
}

const mapValues = <T, U>(values: Record<string, T>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]))

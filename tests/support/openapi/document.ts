import { problemMembers } from '@/lib/core/http/problem-members'
import {
  type AnswerContent,
  type AnyRouteSpec,
  contentsOf,
  type DescribedRoute,
  descriptionOf,
} from '@/lib/core/http/route-spec'
import { isPermission } from '@/lib/staff/permissions'
import { type Endpoint, loadEndpoints } from '../endpoints'
import { componentsOf } from './components'
import { type Converter, createConverter, isSchema, type JsonSchema } from './schemas'

const API = '/api/v1/'

/** What `loadEndpoints` finds and the document leaves out, each with its reason. */
export const NOT_IN_DOCUMENT: Record<string, string> = {
  '/api/[...missing]': 'answers where nothing is',
  '/api/auth/[...nextauth]': 'speaks the protocol of next-auth, which browsers alone use',
  '/api/health/live': 'a probe of one word, described in docs/operations.md',
  '/api/health/ready': 'a probe of one word, described in docs/operations.md',
  '/metrics': 'speaks the format of Prometheus',
  '/transparency/[quarter]/[format]':
    'a public file at /transparency/2026-q3.json, described in docs/moderation-exports.md',
}

export interface OpenApi extends JsonSchema {
  paths: Record<string, Record<string, JsonSchema>>
  components: { schemas: Record<string, JsonSchema> } & JsonSchema
}

/** The OpenAPI 3.1 document of all endpoints, made of what each says of itself. @throws Error where one says nothing */
export async function buildDocument(): Promise<OpenApi> {
  const converter = await createConverter()
  const paths: OpenApi['paths'] = {}
  const summaries = new Set<string>()
  for (const endpoint of await loadEndpoints()) {
    if (endpoint.address in NOT_IN_DOCUMENT) continue
    const described = descriptionOf(endpoint.handler)
    if (!described || !endpoint.address.startsWith(API)) throw new Error(`${endpoint.name} has no description.`)
    if (summaries.has(described.spec.summary)) throw new Error(`Two endpoints say: ${described.spec.summary}.`)
    summaries.add(described.spec.summary)
    const path = pathOf(endpoint.address)
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: toOperation(endpoint, described, converter) }
  }
  const problem = converter.convert(problemMembers, 'output')
  return componentsOf(
    { ...HEAD, paths: sorted(paths), components: { ...SHARED, responses: problemResponse(problem), schemas: {} } },
    converter,
  )
}

/** `/api/v1/cases/[id]` as `/api/v1/cases/{id}`. */
export const pathOf = (address: string): string => address.replaceAll(/\[(\w+)\]/g, '{$1}')

const HEAD = {
  openapi: '3.1.0',
  info: {
    title: 'Guildhall',
    version: '1',
    description:
      'The operations room of an online community. Programs send an API key as a bearer token, pages send a session cookie. ' +
      'Responses can get new members. Ignore members that you don’t know.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
}

const SHARED = {
  securitySchemes: {
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'guildhall.session',
      description:
        'Over TLS, its name starts with `__Secure-`. Requests that change data must come from Guildhall’s own pages.',
    },
    key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'A request that repeats a key within a day gets the same response as the first request.',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    },
  },
}

/** RFC 9457: what every refusal and every fault looks like. */
const problemResponse = (members: JsonSchema) => ({
  Problem: {
    description: 'Why the request failed',
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            {
              type: 'object',
              properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' } },
              required: ['type', 'title', 'status'],
            },
            members,
          ],
        },
      },
    },
  },
})

function toOperation(
  { address, method }: Endpoint,
  { spec, security }: DescribedRoute,
  converter: Converter,
): JsonSchema {
  const body = bodyOf(spec, converter)
  const problem = { $ref: '#/components/responses/Problem' }
  const parameters = [
    ...parametersOf(spec.params, 'path', converter),
    ...parametersOf(spec.query, 'query', converter),
    ...(spec.isIdempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ]
  return {
    operationId: operationIdOf(method, address),
    summary: spec.summary,
    tags: [address.slice(API.length).split('/')[0]],
    ...(isPermission(spec.permission) ? { 'x-permission': spec.permission } : {}),
    security: security.map((scheme) => ({ [scheme]: [] })),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: { ...responsesOf(spec, converter), '4XX': problem, '5XX': problem },
  }
}

/** `PUT /api/v1/cases/[id]/claim` as `putCasesIdClaim`. */
const operationIdOf = (method: string, address: string): string =>
  method.toLowerCase() +
  address
    .slice(API.length)
    .split(/\W+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

function parametersOf(schema: AnyRouteSpec['query'], place: 'path' | 'query', converter: Converter): JsonSchema[] {
  if (!schema) return []
  const { properties, required = [] } = resolve(converter.convert(schema, 'input'), converter) as {
    properties: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    ...(required.includes(name) || place === 'path' ? { required: true } : {}),
    ...styleOf(member),
    schema: member,
  }))
}

/** Members whose names have a common beginning are parameters of their own, as `label.channel=1`. */
function styleOf(schema: JsonSchema): { style?: string; explode?: boolean } {
  if ('propertyNames' in schema) return { style: 'form', explode: true }
  return isNested(schema) ? { style: 'deepObject', explode: true } : {}
}

/** Whether a value of a parameter has members of its own, as in `count[$gt]=1`. */
const isNested = (schema: JsonSchema): boolean =>
  schema.type === 'object' ||
  isNestedList(schema) ||
  (Array.isArray(schema.anyOf) && schema.anyOf.some((one: JsonSchema) => isNested(one)))

const isNestedList = ({ type, items }: JsonSchema): boolean =>
  type === 'array' && typeof items === 'object' && items !== null && '$ref' in items

const resolve = (schema: JsonSchema, { definitions }: Converter): JsonSchema =>
  typeof schema.$ref === 'string' ? (definitions.input.get(schema.$ref.split('/').at(-1) ?? '') ?? schema) : schema

function bodyOf({ body, requestBody = body }: AnyRouteSpec, converter: Converter): JsonSchema | null {
  if (!requestBody) return null
  return isSchema(requestBody)
    ? { required: true, content: { 'application/json': { schema: converter.convert(requestBody, 'input') } } }
    : { content: Object.fromEntries(requestBody.mediaTypes.map((type) => [type, {}])) }
}

function responsesOf({ answer }: AnyRouteSpec, converter: Converter): Record<string, JsonSchema> {
  const entries = [...contentsOf(answer)].map(([status, contents]) => {
    const content = Object.assign({}, ...contents.map(mediaOf), jsonOf(contents, converter))
    return [
      status,
      { description: MEANINGS[status] ?? 'Success', ...(Object.keys(content).length > 0 ? { content } : {}) },
    ]
  })
  return Object.fromEntries(entries)
}

const MEANINGS: Record<number, string> = {
  200: 'Success',
  201: 'Created',
  202: 'Accepted',
  204: 'Success, with no content',
  206: 'Partial content',
  304: 'Not modified',
  416: 'Range not satisfiable',
}

const mediaOf = (content: AnswerContent): Record<string, JsonSchema> =>
  content === null || isSchema(content) ? {} : Object.fromEntries(content.mediaTypes.map((type) => [type, {}]))

function jsonOf(contents: readonly AnswerContent[], converter: Converter): Record<string, JsonSchema> {
  const schemas = contents.filter(isSchema).map((schema) => converter.convert(schema, 'output'))
  const [first, ...others] = schemas
  if (!first) return {}
  return { 'application/json': { schema: others.length > 0 ? { anyOf: schemas } : first } }
}

const sorted = <T>(values: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)))

import type { OpenApi } from './document'
import type { JsonSchema } from './schemas'

/** Where a document allows any value, as `SourceView.config{}` or `post /api/v1/analytics body.metadata{}`, sorted. */
export function anythingIn({ components, paths }: OpenApi): string[] {
  const found = new Set<string>()
  for (const [name, schema] of Object.entries(components.schemas)) visit(schema, name, found)
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) visitOperation(operation, `${method} ${path}`, found)
  }
  return [...found].toSorted()
}

interface Content {
  content?: Record<string, { schema?: JsonSchema }>
}

function visitOperation(operation: JsonSchema, name: string, found: Set<string>): void {
  const {
    parameters = [],
    requestBody = {},
    responses,
  } = operation as {
    parameters?: { name: string; schema?: JsonSchema }[]
    requestBody?: Content
    responses: Record<string, Content>
  }
  for (const parameter of parameters) if (parameter.schema) visit(parameter.schema, `${name} ?${parameter.name}`, found)
  const contents = [['body', requestBody] as const, ...Object.entries(responses)]
  for (const [place, { content = {} }] of contents) {
    for (const { schema } of Object.values(content)) if (schema) visit(schema, `${name} ${place}`, found)
  }
}

function visit(schema: unknown, place: string, found: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return
  if (Object.keys(schema).length === 0) found.add(place)
  const {
    properties = {},
    items,
    additionalProperties,
    anyOf = [],
    allOf = [],
    oneOf = [],
    not,
  } = schema as JsonSchema & {
    properties?: Record<string, unknown>
    anyOf?: unknown[]
    allOf?: unknown[]
    oneOf?: unknown[]
  }
  for (const [name, member] of Object.entries(properties)) visit(member, `${place}.${name}`, found)
  visit(items, `${place}[]`, found)
  visit(additionalProperties, `${place}{}`, found)
  visit(not, `${place} not`, found)
  for (const part of [...anyOf, ...allOf, ...oneOf]) visit(part, place, found)
}

import { globSync } from 'node:fs'
import { z } from 'zod'
import { descriptions } from '@/lib/core/http/described-as'
import { loadFile, ROOT } from '../endpoints'

/** A JSON Schema; what is in it depends on its keywords. */
export interface JsonSchema {
  [keyword: string]: unknown
}

/** Whether a schema says what is read, before its transforms and defaults, or what is answered, after them. */
export type Direction = 'input' | 'output'

/** What exports schemas: each is called in the document what it is called in the code. */
const MODULES = 'lib/**/{schema,schema/*,views,problem-members}.ts'
/** Kinds that are worth a name; a text with a pattern says as much by itself. */
const NAMED_TYPES = new Set(['object', 'union', 'enum', 'lazy'])

/** The exported schemas by their names: `caseSummary` as `CaseSummary`. @throws Error where two are called the same */
export async function loadNames(): Promise<Map<z.core.$ZodType, string>> {
  const names = new Map<z.core.$ZodType, string>()
  const owners = new Map<string, z.core.$ZodType>()
  const files = globSync(MODULES, { cwd: ROOT }).filter((file) => !file.includes('.test.'))
  for (const file of files.toSorted()) {
    for (const [exported, value] of Object.entries(await loadFile(file))) {
      if (!isSchema(value) || !NAMED_TYPES.has(value._zod.def.type)) continue
      const name = exported.charAt(0).toUpperCase() + exported.slice(1).replace(/Schema$/, '')
      if ((owners.get(name) ?? value) !== value)
        throw new Error(`Two schemas are called ${exported}; one is in ${file}.`)
      owners.set(name, value)
      if (!names.has(value)) names.set(value, name)
    }
  }
  return names
}

export const isSchema = (value: unknown): value is z.ZodType =>
  typeof value === 'object' && value !== null && '_zod' in value

/** Knows what every schema knows of itself, and the names beside it. */
class NamedRegistry extends z.core.$ZodRegistry<z.core.JSONSchemaMeta & { id?: string }> {
  constructor(private readonly names: Map<z.core.$ZodType, string>) {
    super()
  }

  override get(schema: z.core.$ZodType): (z.core.JSONSchemaMeta & { id?: string }) | undefined {
    const id = this.names.get(schema)
    const own = z.globalRegistry.get(schema)
    return id === undefined ? own : { ...own, id }
  }
}

export interface Converter {
  /** The JSON Schema of a schema; what has a name is a reference. */
  convert: (schema: z.ZodType, direction: Direction) => JsonSchema
  /** All that was referred to so far, by direction and name. */
  definitions: Record<Direction, Map<string, JsonSchema>>
}

/** Turns zod schemas into JSON Schema, where `describedAs` says another one into that of the other. */
export async function createConverter(): Promise<Converter> {
  const metadata = new NamedRegistry(await loadNames())
  const definitions: Converter['definitions'] = { input: new Map(), output: new Map() }
  for (const [schema, description] of descriptions) describe(schema, description)
  const convert = (schema: z.ZodType, direction: Direction): JsonSchema => {
    // A schema at the root is never referred to, so that it is made a member.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ value: schema }), {
      io: direction,
      metadata,
      unrepresentable: 'throw',
      target: 'draft-2020-12',
    }) as JsonSchema as { properties: { value: JsonSchema }; $defs?: Record<string, JsonSchema> }
    for (const [name, { id: _id, ...definition }] of Object.entries($defs)) {
      if (name.startsWith('__'))
        throw new Error(`A schema that refers to itself has no name: ${JSON.stringify(definition)}`)
      definitions[direction].set(name, definition)
    }
    return properties.value
  }
  return { convert, definitions }
}

function describe(schema: z.ZodType, description: () => z.ZodType): void {
  schema._zod.processJSONSchema = (context, _json, params) => {
    const described = description()
    z.core.processSchema(described, context, params)
    const seen = context.seen.get(schema)
    if (seen) seen.ref = described
  }
}

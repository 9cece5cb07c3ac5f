import { z } from 'zod'

/** One field of a kind's configuration, as a form shows it. */
export interface SchemaField {
  name: string
  label: string
  hint: string | undefined
  type: 'text' | 'number' | 'boolean' | 'choice' | 'lines'
  choices: string[]
  isRequired: boolean
  initial: unknown
}

const property = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
})

const objectSchema = z.looseObject({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
})

/** The fields of a JSON Schema of one object; nested objects are not shown, because no kind has them. */
export function fieldsOf(schema: Record<string, unknown> | null): SchemaField[] {
  const { properties, required } = objectSchema.parse(schema ?? {})
  return Object.entries(properties).map(([name, shape]) => {
    const type = typeOf(shape)
    return {
      name,
      label: shape.title ?? labelOf(name),
      hint: shape.description,
      type,
      choices: (shape.enum ?? []).map(String),
      isRequired: required.includes(name) && shape.default === undefined,
      initial: shape.default ?? (type === 'boolean' ? false : undefined),
    }
  })
}

function typeOf(shape: z.output<typeof property>): SchemaField['type'] {
  if (shape.enum) return 'choice'
  const types = [shape.type ?? 'string'].flat()
  if (types.includes('boolean')) return 'boolean'
  if (types.includes('number') || types.includes('integer')) return 'number'
  return types.includes('array') ? 'lines' : 'text'
}

/** `databaseUrl` as words: "Database URL". */
function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  return (words.charAt(0).toUpperCase() + words.slice(1)).replaceAll(/\b(url|id|ip|tls)\b/gi, (word) =>
    word.toUpperCase(),
  )
}

/** What a form begins with: what is saved, else the schema's defaults. */
export const initialOf = (fields: SchemaField[], saved: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field.name, saved[field.name] ?? field.initial ?? '']))

/** What was typed as the server wants it: what was left empty is left out, so that its default holds. */
export const withoutEmpty = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && value !== undefined && !Number.isNaN(value)),
  )

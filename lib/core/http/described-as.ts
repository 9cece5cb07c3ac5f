import { z } from 'zod'

/** By schema, what the API's document says in its place. */
export const descriptions = new Map<z.ZodType, () => z.ZodType>()

/**
 * Has the API's document describe a schema by another one: for transforms and checks that JSON Schema has no words for. What goes
 * over the wire has to fit `description()`, whose input stands for what is read and whose output for what is answered. To be the
 * last call in a chain, because whatever is called on the schema afterwards makes a copy without it.
 */
export function describedAs<S extends z.ZodType>(schema: S, description: () => z.ZodType): S {
  descriptions.set(schema, description)
  return schema
}

/** Any JSON value, for what its reader alone understands. */
export const anyJson = describedAs(z.json(), () => z.unknown())

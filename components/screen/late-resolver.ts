import type { FieldValues, Resolver } from 'react-hook-form'
import type { z } from 'zod'

/** What checks a form, loaded with its first check: it weighs more than most pages. */
type LateSchema<S extends z.ZodType> = () => Promise<S>

/** A schema of a module that is loaded when it is first needed: `lateSchema(() => import('./schema'), 'renameSelfBody')`. */
export const lateSchema =
  <M, K extends keyof M>(load: () => Promise<M>, name: K) =>
  async (): Promise<M[K]> =>
    (await load())[name]

/**
 * Checks a form by a schema that is loaded with the first check: its page is drawn before. Where that can not be had the server
 * checks alone, which it does in any case: a form that can not be sent either says why, while one that waited here would say nothing.
 */
export const lateResolver =
  <Input extends FieldValues, Output extends FieldValues>(
    load: LateSchema<z.ZodType<Output, Input>>,
  ): Resolver<Input, unknown, Output> =>
  async (values, context, options) => {
    const loaded = await Promise.all([import('./schema-resolver'), load()]).catch(() => null)
    if (!loaded) return { values: values as unknown as Output, errors: {} }
    const [{ schemaResolver }, schema] = loaded
    return schemaResolver<Input, Input, Output>(schema)(values, context, options)
  }

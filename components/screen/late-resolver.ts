import type { FieldValues, Resolver } from 'react-hook-form'
import type { z } from 'zod'
import type { LateSchema } from '@/lib/core/http/client'

/** Checks a form by a schema that is loaded with the first check: its page is drawn before. */
export const lateResolver =
  <Input extends FieldValues, Output extends FieldValues>(
    load: LateSchema<z.ZodType<Output, Input>>,
  ): Resolver<Input, unknown, Output> =>
  async (values, context, options) => {
    const [{ zodResolver }, schema] = await Promise.all([import('@hookform/resolvers/zod'), load()])
    return zodResolver(schema)(values, context, options)
  }

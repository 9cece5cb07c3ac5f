import { zodResolver } from '@hookform/resolvers/zod'
import type { FieldValues, Resolver, ResolverOptions } from 'react-hook-form'
import type { z } from 'zod'
import { validationMessage } from '@/lib/core/validation-message'

/**
 * Checks a form by the server's schema, with problems in plain words. For dialogs, which are loaded late; a page uses `lazyResolver`.
 * @param toInput makes of what is typed what the schema takes, where they differ; problems keep the schema's paths
 */
export const schemaResolver =
  <Values extends FieldValues, Input extends FieldValues, Output extends FieldValues>(
    schema: z.ZodType<Output, Input>,
    toInput: (values: Values) => unknown = (values) => values,
  ): Resolver<Values, unknown, Output> =>
  async (values, context, options) => {
    const check = zodResolver(schema, { error: validationMessage }) as unknown as Resolver<FieldValues, unknown, Output>
    const checked = await check(
      toInput(values) as FieldValues,
      context,
      options as unknown as ResolverOptions<FieldValues>,
    )
    return checked as Awaited<ReturnType<Resolver<Values, unknown, Output>>>
  }

import { zodResolver } from '@hookform/resolvers/zod'
import {
  type DefaultValues,
  type FieldValues,
  type Resolver,
  type ResolverOptions,
  type UseFormReturn,
  useForm,
} from 'react-hook-form'
import type { z } from 'zod'
import { validationMessage } from '@/lib/core/validation-message'

/**
 * Checks a form by the server's schema, with problems in plain words. For dialogs, which are loaded late; a page uses `lateResolver`.
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

/**
 * The form of a `FormDialog`, checked by a schema, or by `schemaResolver` where what is typed has another shape than what is sent.
 * FormDialog moves the focus to what is wrong, in the order of the screen.
 * @param late the values, where they are known later than the dialog opens
 */
export const useSchemaForm = <Values extends FieldValues, Output extends FieldValues>(
  check: z.ZodType<Output, Values> | Resolver<Values, unknown, Output>,
  defaultValues: DefaultValues<Values>,
  late?: Values,
): UseFormReturn<Values, unknown, Output> =>
  useForm<Values, unknown, Output>({
    resolver: typeof check === 'function' ? check : schemaResolver<Values, Values, Output>(check),
    defaultValues,
    ...(late ? { values: late } : {}),
    shouldFocusError: false,
  })

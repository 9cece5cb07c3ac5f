import { type DefaultValues, type FieldValues, type Resolver, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { schemaResolver } from './schema-resolver'

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

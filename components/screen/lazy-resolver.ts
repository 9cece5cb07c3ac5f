import type { FieldValues, Resolver, UseFormReturn } from 'react-hook-form'
import type { z } from 'zod'
import { describeFailure } from './form-problem'

/** What checks a form, loaded with its first check: it weighs more than most pages. */
type LazySchema<S extends z.ZodType> = () => Promise<S>

/** A schema of a module that is loaded when it is first needed: `lazySchema(() => import('./schema'), 'renameSelfBody')`. */
export const lazySchema =
  <M, K extends keyof M>(load: () => Promise<M>, name: K) =>
  async (): Promise<M[K]> =>
    (await load())[name]

const loadChecks = () => import('./form-checks')

/**
 * Checks a form by a schema that is loaded with the first check: its page is drawn before. Where that can not be had the server
 * checks alone, which it does in any case: a form that can not be sent either says why, while one that waited here would say nothing.
 */
export const lazyResolver =
  <Input extends FieldValues, Output extends FieldValues>(
    load: LazySchema<z.ZodType<Output, Input>>,
  ): Resolver<Input, unknown, Output> =>
  async (values, context, options) => {
    const loaded = await Promise.all([loadChecks(), load()]).catch(() => null)
    if (!loaded) return { values: values as unknown as Output, errors: {} }
    const [{ schemaResolver }, schema] = loaded
    return schemaResolver<Input, Input, Output>(schema)(values, context, options)
  }

/** `showProblem`, loaded with the first check; where it can not be had, what failed is said of the form as a whole. */
export async function showServerProblem<T extends FieldValues, Output>(
  form: UseFormReturn<T, unknown, Output>,
  error: unknown,
): Promise<void> {
  const checks = await loadChecks().catch(() => null)
  if (checks) checks.showProblem(form, error)
  else form.setError('root', { type: 'server', message: describeFailure(error) })
}

import type { z } from 'zod'
import type { Page } from '../db/keyset'
import { fromZodError } from '../http/problem'
import { validationMessage } from '../validation-message'

/** What a command was given, checked by the schema that the API uses too. @throws DomainError (invalid): exit code 2 */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { error: validationMessage })
  if (result.success) return result.data
  throw fromZodError(result.error)
}

/** All items of a list that comes in pages. */
export async function everyPage<T>(read: (after: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let after: string | undefined
  do {
    const page = await read(after)
    items.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined)
  return items
}

import type { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'

/** Each value once, in the order of all. */
export const inOrder = <T extends string>(values: z.ZodType<T[], T[]>, all: readonly T[]) =>
  describedAs(
    values.transform((given) => all.filter((one) => given.includes(one))),
    () => values,
  )

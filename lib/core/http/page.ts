import { z } from 'zod'

const PAGE_LIMIT_DEFAULT = 50
const PAGE_LIMIT_MAX = 200

/** Query parameters of every list: `limit` (default 50, at most 200) and `after`, the `next` of the page before. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  after: z.string().max(500).optional(),
})
export type PageQuery = z.output<typeof pageQuery>

/**
 * Query parameters of a list with filters. One without a value asks for nothing: `?queue=&status=` is what a form sends whose fields
 * were left empty.
 */
export const filterQuery = <S extends z.ZodRawShape>(filters: S) =>
  z.preprocess(
    (query) => Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== '')),
    pageQuery.extend(filters),
  )

/** One page of a list; `next` is null on the last. */
export interface Page<T> {
  items: T[]
  next: string | null
}

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

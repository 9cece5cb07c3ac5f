import type { z } from 'zod'
import { DomainError } from '../errors'
import type { Page } from '../http/page'
import { rejectUnstorableText } from '../http/refuse-unstorable'

// The shape of a page is the browser's as well and stands apart: what follows needs Node's Buffer.
export type { Page, PageQuery } from '../http/page'

/** An opaque cursor for the sort key of a page's last row. */
export const encodeCursor = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

/** @throws DomainError `page.bad_cursor` (malformed) where `after` is not one of our cursors of this shape. */
export function decodeCursor<T extends z.ZodType>(after: string, shape: T): z.output<T> {
  try {
    const key: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))
    rejectUnstorableText(key)
    return shape.parse(key)
  } catch (cause) {
    throw new DomainError(
      'malformed',
      'page.bad_cursor',
      'The parameter after isn’t a cursor from this list. Omit it to start at the beginning.',
      {
        cause,
      },
    )
  }
}

/** Cuts `limit + 1` fetched rows to a page and makes its cursor from the last row that stays. */
export function toPage<Row, View>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  view: (row: Row) => View,
): Page<View> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { items: kept.map(view), next: rows.length > limit && last ? encodeCursor(keyOf(last)) : null }
}

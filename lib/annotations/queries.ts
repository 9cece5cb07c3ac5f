import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { DB } from '@/lib/core/db/schema.generated'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import type { ChartAnnotation } from '@/lib/domain'
import { type AnnotationListQuery, type AnnotationView, annotationView } from './schema'

const cursorKey = z.tuple([instantInput, z.uuid()])

/** Annotations that touch the range, oldest first. */
export async function listAnnotations(db: ReadDb, query: AnnotationListQuery): Promise<Page<AnnotationView>> {
  const { from, to, limit, after } = query
  const cursor = after === undefined ? null : decodeCursor(after, cursorKey)
  const rows = await db
    .selectFrom('annotation')
    .selectAll()
    .$if(from !== undefined, (list) =>
      list.where((row) => row.or([row('at', '>=', new Date(from ?? '')), row('until', '>', new Date(from ?? ''))])),
    )
    .$if(to !== undefined, (list) => list.where('at', '<', new Date(to ?? '')))
    .$if(cursor !== null, (list) =>
      list.where(sql<boolean>`(at, id) > (${cursor?.[0]}::timestamptz, ${cursor?.[1]}::uuid)`),
    )
    .orderBy('at')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.at.toISOString(), row.id], toAnnotationView)
}

/** The same for charts. */
export async function listChartAnnotations(
  db: ReadDb,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<ChartAnnotation[]> {
  const { items } = await listAnnotations(db, { from: from.toISOString(), to: to.toISOString(), limit })
  return items.map(({ id, at, until, kind, text }) => ({ id, at, until, kind, text, href: null }))
}

/** @throws DomainError `annotation.not_found` */
export async function getAnnotation(db: ReadDb, id: string): Promise<AnnotationView> {
  const row = await db.selectFrom('annotation').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('annotation', id)
  return toAnnotationView(row)
}

export const toAnnotationView = (row: Selectable<DB['annotation']>): AnnotationView => ({
  id: row.id,
  at: row.at.toISOString(),
  until: row.until?.toISOString() ?? null,
  kind: annotationView.shape.kind.parse(row.kind),
  text: row.text,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

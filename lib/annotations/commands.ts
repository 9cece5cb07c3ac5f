import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, invalid, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { toAnnotationView } from './queries'
import type { AnnotationView, CreateAnnotation, UpdateAnnotation } from './schema'

/** @throws DomainError `permission.denied`; `annotation.ends_early` (invalid) */
export async function createAnnotation(db: Db, actor: Actor, input: CreateAnnotation): Promise<AnnotationView> {
  requirePermission(actor, 'annotations:write')
  requireOrder(input.at, input.until)
  return inTransaction(db, async (trx) => {
    const row = await trx
      .insertInto('annotation')
      .values({
        at: new Date(input.at),
        until: input.until ? new Date(input.until) : null,
        kind: input.kind,
        text: input.text,
        created_by: actorRef(actor),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const after = toAnnotationView(row)
    await finish(trx, actor, 'annotation.created', after.id, { after })
    return after
  })
}

/** @throws DomainError `permission.denied`, `annotation.not_found`; `annotation.changed` (conflict); `annotation.ends_early` (invalid) */
export async function updateAnnotation(
  db: Db,
  actor: Actor,
  { id, version, ...change }: UpdateAnnotation & { id: string },
): Promise<AnnotationView> {
  requirePermission(actor, 'annotations:write')
  return inTransaction(db, async (trx) => {
    const before = await lockAnnotation(trx, id, version)
    const at = change.at ?? before.at
    const until = change.until === undefined ? before.until : change.until
    requireOrder(at, until)
    const row = await trx
      .updateTable('annotation')
      .set({
        at: new Date(at),
        until: until ? new Date(until) : null,
        kind: change.kind ?? before.kind,
        text: change.text ?? before.text,
        version: version + 1,
        updated_at: sql`now()`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    const after = toAnnotationView(row)
    await finish(trx, actor, 'annotation.updated', id, { before, after })
    return after
  })
}

/** @throws DomainError `permission.denied`, `annotation.not_found`; `annotation.changed` (conflict) */
export async function deleteAnnotation(
  db: Db,
  actor: Actor,
  { id, version }: { id: string; version: number },
): Promise<void> {
  requirePermission(actor, 'annotations:write')
  await inTransaction(db, async (trx) => {
    const before = await lockAnnotation(trx, id, version)
    await trx.deleteFrom('annotation').where('id', '=', id).execute()
    await finish(trx, actor, 'annotation.deleted', id, { before })
  })
}

/** Nobody overwrites what they haven't seen: the answer to a stale version is the annotation as it is now. */
async function lockAnnotation(trx: Trx, id: string, version: number): Promise<AnnotationView> {
  const row = await trx.selectFrom('annotation').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('annotation', id)
  const annotation = toAnnotationView(row)
  if (annotation.version === version) return annotation
  throw conflict(
    'annotation.changed',
    'Someone else changed this annotation after you opened it. Reload it and try again.',
    { annotation },
  )
}

function requireOrder(at: string, until: string | null | undefined): void {
  if (until && Date.parse(until) <= Date.parse(at)) {
    throw invalid('until', 'The annotation must end after it starts.', 'annotation.ends_early')
  }
}

async function finish(
  trx: Trx,
  actor: Actor,
  action: string,
  id: string,
  detail: { before?: AnnotationView; after?: AnnotationView },
): Promise<void> {
  await publishChange(trx, { topic: 'annotations', id })
  await recordAudit(trx, actor, { action, targetKind: 'annotation', target: id, detail })
}

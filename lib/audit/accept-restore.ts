import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, ReadDb, Trx } from '@/lib/core/db/types'
import { conflict, DomainError } from '@/lib/core/errors'
import type { Actor } from '@/lib/staff/actor'
import { listAcceptedGaps } from './accepted-gaps'
import { lockAuditChain, RESTORE_ACCEPTED, recordAudit } from './commands'
import { readRecordedHead, UnreadableHead, writeRecordedHead } from './head-file'
import { findEntryHash, getAuditHead } from './queries'
import type { Gap } from './rules'
import type { AuditHead, RecordedHead } from './schema'

/** What accepting a restore would put up with. */
export interface RestorePreview {
  /** What was recorded on this machine; null where nothing was, or it can't be read. */
  recorded: AuditHead | null
  /** The hash that the database holds at the recorded id; null where it holds none. */
  found: string | null
  /** The newest entry of the database. */
  head: AuditHead | null
  /** Ids that are missing and were not accepted before; the last may reach up to the entry that accepts them. */
  gaps: Gap[]
}

/**
 * What is missing now, for whoever has to accept it.
 * @throws DomainError `audit.nothing_to_accept` (conflict)
 */
export const previewRestore = (db: Db): Promise<RestorePreview> =>
  inTransaction(db, async (trx) => {
    const { nextId } = await lockAuditChain(trx)
    return (await findLoss(trx, nextId)).preview
  })

/**
 * Accepts that the log lost entries with a restore: writes an entry that says what was recorded on this machine and which ids are
 * gone, and records that entry as the new head. Only whoever has a shell on the machine with the file does so, since a
 * database must not be able to vouch for itself.
 * @throws DomainError `permission.denied`, `audit.nothing_to_accept` (conflict)
 */
export async function acceptRestore(
  db: Db,
  actor: Actor,
  { reason }: { reason?: string },
): Promise<{ entryId: number }> {
  if (actor.kind !== 'cli') {
    throw new DomainError(
      'forbidden',
      'permission.denied',
      'You can accept a restore only on the server’s command line.',
    )
  }
  const { entryId, since } = await inTransaction(db, async (trx) => {
    const { nextId } = await lockAuditChain(trx)
    const { preview, since } = await findLoss(trx, nextId)
    const { recorded, found, gaps } = preview
    await recordAudit(trx, actor, {
      action: RESTORE_ACCEPTED,
      targetKind: 'audit',
      target: null,
      detail: { recorded, found, gaps, reason: reason ?? null },
    })
    return { entryId: nextId, since }
  })
  await recordAccepted(db, entryId, since)
  return { entryId }
}

/** After the commit, as always; killed before it the command is run once more. */
async function recordAccepted(db: Db, entryId: number, since: RecordedHead['since'] | undefined): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('audit_head'))`.execute(trx)
    const head = await getAuditHead(trx)
    if (!head || head.id < entryId) throw new Error('the entry that accepts the restore was not found')
    await writeRecordedHead({ ...head, since: since ?? { id: head.id, at: head.at } })
  })
}

interface Loss {
  preview: RestorePreview
  since: RecordedHead['since'] | undefined
}

async function findLoss(trx: Trx, nextId: number): Promise<Loss> {
  const { recorded, isUnreadable } = await readOrNull()
  const head = await getAuditHead(trx)
  const found = recorded ? await findEntryHash(trx, recorded.id) : null
  const gaps = await findGaps(trx, nextId)
  if (gaps.length === 0 && !isUnreadable && (recorded === null || found === recorded.hash)) {
    throw conflict(
      'audit.nothing_to_accept',
      'Nothing is missing. The log has the entry that was recorded on this machine.',
    )
  }
  const { since, ...known } = recorded ?? { since: undefined }
  return { preview: { recorded: recorded && (known as AuditHead), found, head, gaps }, since }
}

async function readOrNull(): Promise<{ recorded: RecordedHead | null; isUnreadable: boolean }> {
  try {
    return { recorded: await readRecordedHead(), isUnreadable: false }
  } catch (error) {
    if (!(error instanceof UnreadableHead)) throw error
    return { recorded: null, isUnreadable: true }
  }
}

/** Ids that nobody has accepted as lost, the way to the next entry included. */
async function findGaps(db: ReadDb, nextId: number): Promise<Gap[]> {
  const { rows } = await sql<Gap>`
    select after, before from (
      select id as before, lag(id, 1, 0::bigint) over (order by id) as after
      from (select id from audit_entry union all select ${nextId}::bigint) as given(id)
    ) as step where before > after + 1 order by before`.execute(db)
  const accepted = new Set((await listAcceptedGaps(db)).map(({ after, before }) => `${after} ${before}`))
  return rows.filter(({ after, before }) => !accepted.has(`${after} ${before}`))
}

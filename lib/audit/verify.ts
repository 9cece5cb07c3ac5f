import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { DETAIL_ERASED } from './commands'
import { GENESIS_HASH, hashDetail, hashEntry, type JsonValue } from './rules'

const BATCH = 2_000

/** What verifying the audit log found. */
export interface AuditVerdict {
  isIntact: boolean
  /** Entries that were looked at: all of them, or those up to the break. */
  entries: number
  /** Details that were taken out with erased members. */
  erasedDetails: number
  /** The first entry at which something is wrong; null where nothing is, or where what is missing can't be placed. */
  brokenAt: number | null
  /** One sentence; empty where all is right. */
  reason: string
}

interface EntryRow {
  id: number
  at: Date
  actor_kind: string
  actor_id: string | null
  action: string
  target_kind: string
  target_id: string | null
  detail_hash: Buffer
  previous_hash: Buffer
  hash: Buffer
  salt: Buffer | null
  detail: JsonValue
}

/**
 * Recomputes the whole chain, a batch at a time: every entry follows the one before, every hash is the one of its entry, and
 * every detail that is there is the one that was hashed. Details that are not there have to be as many as erasing recorded.
 * What it can't see is the end of the log cut off together with its hashes; docs/decisions/0011 says how to guard that.
 */
export async function verifyAudit(db: ReadDb, signal?: AbortSignal): Promise<AuditVerdict> {
  let previous: { id: number; hash: Buffer } = { id: 0, hash: GENESIS_HASH }
  let missing = 0
  let recordedErased = 0
  for (;;) {
    signal?.throwIfAborted()
    const rows = await readBatch(db, previous.id)
    for (const row of rows) {
      const reason = faultOf(row, previous)
      if (reason) {
        return { isIntact: false, entries: row.id, erasedDetails: missing, brokenAt: row.id, reason }
      }
      if (row.salt === null) missing += 1
      if (row.action === DETAIL_ERASED) recordedErased += detailsOf(row.detail)
      previous = { id: row.id, hash: row.hash }
    }
    if (rows.length < BATCH) break
  }
  const isIntact = missing === recordedErased
  const reason = isIntact ? '' : `${missing} details are missing, but erasing members took out ${recordedErased}.`
  return { isIntact, entries: previous.id, erasedDetails: missing, brokenAt: null, reason }
}

function faultOf(row: EntryRow, previous: { id: number; hash: Buffer }): string | null {
  if (row.id !== previous.id + 1) return `Entry ${previous.id + 1} is missing.`
  if (!row.previous_hash.equals(previous.hash)) return `Entry ${row.id} does not follow the one before it.`
  const facts = {
    id: row.id,
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    action: row.action,
    targetKind: row.target_kind,
    targetId: row.target_id,
  }
  if (!hashEntry(previous.hash, facts, row.detail_hash).equals(row.hash)) return `Entry ${row.id} was changed.`
  if (row.salt && !hashDetail(row.salt, row.detail).equals(row.detail_hash)) {
    return `The detail of entry ${row.id} was changed.`
  }
  return null
}

async function readBatch(db: ReadDb, afterId: number): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select entry.*, detail.salt, detail.detail
    from audit_entry as entry left join audit_detail as detail on detail.entry_id = entry.id
    where entry.id > ${afterId} order by entry.id limit ${BATCH}`.execute(db)
  return rows
}

const detailsOf = (detail: JsonValue): number => {
  const details = detail !== null && typeof detail === 'object' && !Array.isArray(detail) ? detail.details : 0
  return typeof details === 'number' ? details : 0
}

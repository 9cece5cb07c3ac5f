import { type Selectable, sql } from 'kysely'
import type { DB } from '@/lib/core/db/schema.generated'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { findNewestSubject, isEventSubscribed } from '@/lib/webhooks/queries/events'
import { readRecordedHead, writeRecordedHead } from './head-file'
import { findEntryHash, getAuditHead } from './queries'
import type { AuditHead, RecordedHead } from './schema'
import { sendAuditHeadTask } from './tasks'

/** Entries of so long are told of by one call. */
const SEND_AFTER_MS = 30_000

/** `contradicted`: the database doesn't hold the entry that was recorded, so that its head is not believed. */
export type RecordHeadResult = 'empty' | 'recorded' | 'unchanged' | 'contradicted'

/**
 * Records the newest entry beside the data of this machine, after its commit and only forward: where the database doesn't hold
 * what was recorded before, the file stays as it is, and other machines learn above which id the log goes on. Also sees to it that
 * webhooks that ask for it hear of the head. @throws UnreadableHead
 */
export async function recordHead(db: Db): Promise<RecordHeadResult> {
  return inTransaction(db, async (trx) => {
    const state = await lockHead(trx)
    if (state.isContradicted) {
      await noteFloor(trx, state.recorded, state.head)
      return 'contradicted'
    }
    const { head, recorded } = state
    if (!head) return 'empty'
    await sendLater(trx, head)
    if (recorded && head.id <= recorded.id) return 'unchanged'
    await writeRecordedHead({ ...head, since: recorded?.since ?? { id: head.id, at: head.at } })
    return 'recorded'
  })
}

type Disagreement = { isContradicted: true; head: AuditHead | null; recorded: RecordedHead }
type Agreement = { isContradicted: false; head: AuditHead | null; recorded: RecordedHead | null }

/** The newest entry and what was recorded, held until the transaction ends: of several workers one at a time writes the file. */
export async function lockHead(trx: Trx): Promise<Disagreement | Agreement> {
  await sql`select pg_advisory_xact_lock(hashtext('audit_head'))`.execute(trx)
  const recorded = await readRecordedHead()
  const head = await getAuditHead(trx)
  if (recorded && (await findEntryHash(trx, recorded.id)) !== recorded.hash) {
    return { isContradicted: true, head, recorded }
  }
  return { isContradicted: false, head, recorded }
}

async function noteFloor(trx: Trx, recorded: RecordedHead, head: AuditHead | null): Promise<void> {
  if (head && head.id >= recorded.id) return
  const row: Omit<Selectable<DB['audit_floor']>, 'noted_at'> = {
    id: recorded.id,
    hash: Buffer.from(recorded.hash, 'hex'),
  }
  await trx
    .insertInto('audit_floor')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function sendLater(trx: Trx, head: AuditHead): Promise<void> {
  if (!(await isEventSubscribed(trx, 'audit.head'))) return
  if (Number(await findNewestSubject(trx, 'audit.head')) >= head.id) return
  const runAt = new Date(Date.now() + SEND_AFTER_MS)
  await enqueue(trx, sendAuditHeadTask, {}, { key: sendAuditHeadTask.name, keyMode: 'preserve_run_at', runAt })
}

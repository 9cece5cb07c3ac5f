import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { beforeCommit } from '@/lib/core/db/transaction'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import type { AnyActor } from '@/lib/staff/actor'
import { readRecordedHead } from './head-file'
import { microseconds } from './queries'
import { CURRENT_FORMAT, GENESIS_HASH, hashDetail, hashEntry, toStorableJson } from './rules'

const SALT_BYTES = 16

/** Who an entry names: an actor, or somebody before any sign-in. */
export type AuditActor = Pick<AnyActor, 'id' | 'address'> & { kind: AnyActor['kind'] | 'anonymous' }

export interface AuditRecord {
  /** `noun.past_tense`, for example `source.created`. */
  action: string
  targetKind: string
  target: string | number | null
  /** What changed, as `before` and `after`; secrets and passwords never stand in it. */
  detail?: Record<string, unknown>
  /**
   * The member that the detail tells about, else the one who did it: erasing the member takes the detail out, and with it the
   * address that it was done from.
   */
  memberId?: number | string
}

/**
 * Appends to the audit log, in the transaction of the change itself and as its last statements, wherever it is called: it takes
 * the chain's lock until commit. The detail is salted and hashed into the chain; see docs/decisions/0011.
 */
export async function recordAudit(trx: Trx, actor: AuditActor, record: AuditRecord): Promise<void> {
  const detail = toStorableJson({ ...record.detail, address: actor.address })
  await publishChange(trx, { topic: 'audit' })
  beforeCommit(trx, () => append(trx, actor, record, detail))
}

async function append(
  trx: Trx,
  actor: AuditActor,
  record: AuditRecord,
  detail: ReturnType<typeof toStorableJson>,
): Promise<void> {
  const { last, nextId, at } = await lockAuditChain(trx)
  const salt = randomBytes(SALT_BYTES)
  const detailHash = hashDetail(salt, detail)
  const previous = last?.hash ?? GENESIS_HASH
  const facts = {
    id: nextId,
    at,
    actorKind: actor.kind,
    actorId: actor.id,
    action: record.action,
    targetKind: record.targetKind,
    targetId: record.target === null ? null : String(record.target),
  }
  await trx
    .insertInto('audit_entry')
    .values({
      id: facts.id,
      at,
      actor_kind: facts.actorKind,
      actor_id: facts.actorId,
      action: facts.action,
      target_kind: facts.targetKind,
      target_id: facts.targetId,
      detail_hash: detailHash,
      previous_hash: previous,
      hash: hashEntry(previous, facts, detailHash),
    })
    .execute()
  await trx
    .insertInto('audit_detail')
    .values({
      entry_id: facts.id,
      salt,
      detail: JSON.stringify(detail),
      member_id: memberOf(actor, record),
    })
    .execute()
}

function memberOf(actor: AuditActor, { memberId }: AuditRecord): number | null {
  if (memberId !== undefined) return Number(memberId)
  return actor.kind === 'member' ? Number(actor.id) : null
}

/**
 * Takes what the log tells about a member out of it, for good. The entries stay, and the chain, which holds only hashes of
 * the details, stays valid; how many were taken is itself an entry, so that verifying can tell erasing from tampering.
 * Answers the number of details taken out. The caller, which erases the member, has checked the permission.
 */
export async function eraseMemberDetails(trx: Trx, actor: AuditActor, memberId: number): Promise<number> {
  // The chain's lock first: an entry about the member that is being written now would else slip through.
  await lockAuditChain(trx)
  const { rows } = await sql<{ erased: number }>`
    select erase_audit_detail_of_member(${memberId}::bigint) as erased`.execute(trx)
  const details = rows[0]?.erased ?? 0
  if (details > 0) {
    await recordAudit(trx, actor, {
      action: DETAIL_ERASED,
      targetKind: 'member',
      target: memberId,
      detail: { details },
    })
  }
  return details
}

/** The actions under which erasing and accepting a restore are recorded. */
export const RESTORE_ACCEPTED = 'audit.restore_accepted'
export const DETAIL_ERASED = 'audit_detail.erased'

/** What the next entry is written with. */
export interface ChainTail {
  last: { id: number; hash: Buffer } | undefined
  /** Above every id that is known to have been given out, here and before a restore. */
  nextId: number
  /** The database's clock in ISO 8601, with microseconds. */
  at: string
}

/**
 * Takes the chain's lock until commit and answers where the chain ends. Ids go on above the newest entry and above the head that was
 * recorded beside the data, on this machine or, as a floor, by the workers of others: after a restore no id is given out twice.
 */
export async function lockAuditChain(trx: Trx): Promise<ChainTail> {
  // A file that can't be read is told by the check; it must not stop the work.
  const recorded = await readRecordedHead().catch(() => null)
  await sql`select pg_advisory_xact_lock(hashtext('audit_chain')),
    set_config('guildhall.audit_format', ${String(CURRENT_FORMAT)}, true)`.execute(trx)
  const { rows } = await sql<{ id: number | null; hash: Buffer | null; floor: number; at: string }>`
    select last.id, last.hash, (select coalesce(max(id), 0) from audit_floor) as floor,
      ${microseconds(sql`clock_timestamp()`)} as at
    from (values (1)) as one left join lateral (
      select id, hash from audit_entry order by id desc limit 1
    ) as last on true`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error('the audit log returned nothing')
  const last = row.id !== null && row.hash !== null ? { id: row.id, hash: row.hash } : undefined
  return { last, nextId: Math.max(last?.id ?? 0, row.floor, recorded?.id ?? 0) + 1, at: row.at }
}

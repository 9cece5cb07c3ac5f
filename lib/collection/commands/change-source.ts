import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { findKind } from '../kinds/registry'
import type { UpdateSource } from '../schema'
import { changeSecrets, decryptSecrets, encryptSecrets } from '../secrets'
import { checkConfig, checkCron, checkSecrets, rejectKeyForSecrets, withUniqueName } from './source-input'

/**
 * Changes a source; every worker goes by it within two seconds. A secret that is not named keeps its value.
 * @throws DomainError `source.not_found`; `source.changed` (conflict, with the present `version`) where somebody else
 *   changed it since `version` was read; and as createSource
 */
export async function updateSource(db: Db, actor: Actor, input: UpdateSource & { id: string }): Promise<void> {
  requirePermission(actor, 'sources:write')
  checkCron(input.cron)
  await withUniqueName(input.name, () => inTransaction(db, (trx) => applyChange(trx, actor, input)))
}

async function applyChange(trx: Trx, actor: Actor, input: UpdateSource & { id: string }): Promise<void> {
  const before = await lockSource(trx, input.id)
  if (before.version !== input.version) {
    throw conflict('source.changed', 'Someone else changed this source after you opened it. Reload it and try again.', {
      version: before.version,
    })
  }
  rejectKeyForSecrets(actor, input, before.secrets !== null)
  const kind = findKind(before.kind)
  const schedule = scheduleAfter(before, input)
  const isRescheduled = schedule.interval_seconds !== before.interval_seconds || schedule.cron !== before.cron
  const after = {
    name: input.name ?? before.name,
    timeout_seconds: input.timeoutSeconds ?? before.timeout_seconds,
    config: JSON.stringify(input.config ? checkConfig(kind, input.config) : before.config),
    ...schedule,
  }
  await trx
    .updateTable('source')
    .set((eb) => ({
      ...after,
      ...(input.secrets
        ? { secrets: encryptSecrets(checkSecrets(kind, changeSecrets(decryptSecrets(before.secrets), input.secrets))) }
        : {}),
      ...(isRescheduled ? { schedule_since: sql<Date>`clock_timestamp()` } : {}),
      version: eb('version', '+', 1),
      updated_at: sql<Date>`clock_timestamp()`,
    }))
    .where('id', '=', input.id)
    .execute()
  await publishChange(trx, { topic: 'sources', id: input.id })
  await recordAudit(trx, actor, {
    action: 'source.changed',
    targetKind: 'source',
    target: input.id,
    detail: {
      before: shown(before),
      after: shown({ ...after, config: JSON.parse(after.config) }),
      secretsChanged: Object.keys(input.secrets ?? {}),
    },
  })
}

/** Stops a source's schedule until it is resumed; a run in progress ends by itself. */
export async function pauseSource(db: Db, actor: Actor, id: string): Promise<void> {
  await switchSource(db, actor, { id, isPaused: true })
}

/** Sets a paused source going again: it is collected at once, and nothing of the pause counts as missed. */
export async function resumeSource(db: Db, actor: Actor, id: string): Promise<void> {
  await switchSource(db, actor, { id, isPaused: false })
}

async function switchSource(db: Db, actor: Actor, { id, isPaused }: { id: string; isPaused: boolean }): Promise<void> {
  requirePermission(actor, 'sources:write')
  await inTransaction(db, async (trx) => {
    const before = await lockSource(trx, id)
    if ((before.paused_at !== null) === isPaused) return
    const now = sql<Date>`clock_timestamp()`
    await trx
      .updateTable('source')
      .set((eb) => ({
        paused_at: isPaused ? now : null,
        ...(isPaused ? {} : { schedule_since: now }),
        version: eb('version', '+', 1),
        updated_at: now,
      }))
      .where('id', '=', id)
      .execute()
    await publishChange(trx, { topic: 'sources', id })
    await recordAudit(trx, actor, {
      action: isPaused ? 'source.paused' : 'source.resumed',
      targetKind: 'source',
      target: id,
    })
  })
}

/** Removes a source and its secrets for good. What it has measured, and its runs, stay. */
export async function deleteSource(db: Db, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'sources:write')
  await inTransaction(db, async (trx) => {
    const before = await lockSource(trx, id)
    await trx
      .updateTable('source')
      .set((eb) => ({ deleted_at: sql<Date>`clock_timestamp()`, secrets: null, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
    await publishChange(trx, { topic: 'sources', id })
    await recordAudit(trx, actor, {
      action: 'source.deleted',
      targetKind: 'source',
      target: id,
      detail: { before: shown(before) },
    })
  })
}

async function lockSource(trx: Trx, id: string) {
  const source = await trx
    .selectFrom('source')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!source) throw notFound('source', id)
  return source
}

interface ScheduleColumns {
  interval_seconds: number | null
  cron: string | null
}

function scheduleAfter(before: ScheduleColumns, { intervalSeconds, cron }: UpdateSource): ScheduleColumns {
  if (cron !== undefined) return { interval_seconds: null, cron }
  if (intervalSeconds !== undefined) return { interval_seconds: intervalSeconds, cron: null }
  return { interval_seconds: before.interval_seconds, cron: before.cron }
}

/** What the audit log keeps of a source: never its secrets. */
const shown = (source: ScheduleColumns & { name: string; timeout_seconds: number; config: unknown }) => ({
  name: source.name,
  config: source.config,
  intervalSeconds: source.interval_seconds,
  cron: source.cron,
  timeoutSeconds: source.timeout_seconds,
})

import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission, systemActor } from '@/lib/staff/actor'
import { findKind, listKinds } from '../kinds/registry'
import { type CreateSource, createSourceBody } from '../schema'
import { changeSecrets, encryptSecrets } from '../secrets'
import { checkConfig, checkCron, checkSecrets, rejectKeyForSecrets, withUniqueName } from './source-input'

/**
 * Adds a source; it is collected at once and then at its slots.
 * @returns its id
 * @throws DomainError `source.unknown_kind`, `source.bad_config`, `source.bad_cron` (invalid); `source.name_taken` (conflict)
 */
export async function createSource(db: Db, actor: Actor, input: CreateSource): Promise<string> {
  requirePermission(actor, 'sources:write')
  rejectKeyForSecrets(actor, input, false)
  return withUniqueName(input.name, () => inTransaction(db, (trx) => insertSource(trx, actor, input)))
}

async function insertSource(trx: Trx, actor: Actor, input: CreateSource): Promise<string> {
  const kind = findKind(input.kind)
  const config = checkConfig(kind, input.config)
  const secrets = checkSecrets(kind, changeSecrets({}, input.secrets))
  checkCron(input.cron)
  const { id } = await trx
    .insertInto('source')
    .values({
      name: input.name,
      kind: kind.kind,
      config: JSON.stringify(config),
      secrets: encryptSecrets(secrets),
      interval_seconds: input.cron ? null : (input.intervalSeconds ?? kind.defaultIntervalSeconds),
      cron: input.cron ?? null,
      timeout_seconds: input.timeoutSeconds,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await publishChange(trx, { topic: 'sources', id })
  await recordAudit(trx, actor, {
    action: 'source.created',
    targetKind: 'source',
    target: id,
    detail: { after: { ...input, secrets: Object.keys(secrets) } },
  })
  return id
}

/**
 * Gives a new installation its sources, one of each kind that needs no configuration; once, so that one which was removed
 * stays removed.
 */
export async function ensureDefaultSources(db: Db): Promise<void> {
  await inTransaction(db, async (trx) => {
    // Several workers of a new installation start at the same moment.
    await sql`select pg_advisory_xact_lock(hashtext('default_sources'))`.execute(trx)
    if (await trx.selectFrom('source').select('id').limit(1).executeTakeFirst()) return
    for (const kind of listKinds()) {
      if (!kind.configSchema.safeParse({}).success || kind.secretSchema) continue
      await insertSource(trx, systemActor, createSourceBody.parse({ name: kind.title, kind: kind.kind }))
    }
  })
}

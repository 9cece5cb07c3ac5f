import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { requireDatabaseZone } from '@/lib/core/time/database-zones'
import { DOMAINS } from '@/lib/domains'
import { type Actor, actorRef, requirePermission, systemActor } from '@/lib/staff/actor'
import { getSettings } from './queries'
import { SETTING_NAMES, type SettingName, type Settings, type SettingsPatch } from './schema'

/**
 * Changes the settings that the patch names and answers them all. Setting what is already set changes and records nothing.
 * @throws DomainError `permission.denied`; `zone.unknown_here` (invalid) for a zone that the database lacks
 */
export async function changeSettings(db: Db, actor: Actor, patch: SettingsPatch): Promise<Settings> {
  requirePermission(actor, 'settings:write')
  return inTransaction(db, async (trx) => {
    await lockSettings(trx)
    const before = await getSettings(trx)
    const after = { ...before, ...definedOnly(patch) }
    const changed = SETTING_NAMES.filter((name) => !isDeepStrictEqual(before[name], after[name]))
    if (changed.length === 0) return after
    if (changed.includes('zone')) await requireDatabaseZone(trx, after.zone)
    await store(trx, actor, after, changed)
    for (const { settings, load } of DOMAINS.flatMap(({ settingChanges = [] }) => settingChanges))
      if (settings.some((name) => changed.includes(name))) await (await load())(trx)
    await publishChange(trx, { topic: 'settings' })
    await recordAudit(trx, actor, {
      action: 'settings.changed',
      targetKind: 'settings',
      target: null,
      detail: { before: pick(before, changed), after: pick(after, changed) },
    })
    return after
  })
}

/** Gives a new installation the zone of GUILDHALL_ZONE; once a zone is stored, only `changeSettings` changes it. */
export async function initialiseZone(db: Db, zone: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockSettings(trx)
    const stored = await trx.selectFrom('setting').select('key').where('key', '=', 'zone').executeTakeFirst()
    if (!stored) await changeSettings(trx, systemActor, { zone })
  })
}

/** Two changes at once take turns, so that each one's "before" is true. */
const lockSettings = (trx: Trx) => sql`select pg_advisory_xact_lock(hashtext('settings'))`.execute(trx)

async function store(trx: Trx, actor: Actor, settings: Settings, names: readonly SettingName[]): Promise<void> {
  const rows = names.map((name) => ({
    key: name,
    value: JSON.stringify(settings[name]),
    updated_at: new Date(),
    updated_by: actorRef(actor),
  }))
  await trx
    .insertInto('setting')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((row) => ({
        value: row.ref('excluded.value'),
        updated_at: row.ref('excluded.updated_at'),
        updated_by: row.ref('excluded.updated_by'),
      })),
    )
    .execute()
}

const definedOnly = (patch: SettingsPatch): Partial<Settings> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))

const pick = (settings: Settings, names: readonly SettingName[]): Partial<Settings> =>
  Object.fromEntries(names.map((name) => [name, settings[name]]))

import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, actorRef } from '@/lib/staff/actor'
import { type WellnessSettings, type WellnessView, wellnessSettings } from '../schema/wellness'
import { DEFAULT_WELLNESS } from '../terms'

/** Only a person looks at things and tires of it. @throws DomainError `permission.denied` */
export function personId(actor: Actor): string {
  if (actor.kind === 'staff' && actor.id) return actor.id
  throw new DomainError('forbidden', 'permission.denied', 'Only a staff member has wellness settings.')
}

/** What somebody has set, the mildest where they have said nothing. */
export async function readWellness(
  db: ReadDb,
  staffId: string,
): Promise<{ settings: WellnessSettings; breakAt: Date | null }> {
  const row = await db
    .selectFrom('wellness')
    .select(['settings', 'break_at'])
    .where('staff_id', '=', staffId)
    .executeTakeFirst()
  const stored = wellnessSettings.partial().safeParse(row?.settings ?? {})
  return { settings: { ...DEFAULT_WELLNESS, ...stored.data }, breakAt: row?.break_at ?? null }
}

/** A person's own settings, how much they have looked at, and whether a break is due. @throws DomainError `permission.denied` */
export async function getWellness(db: ReadDb, actor: Actor, now: Date = new Date()): Promise<WellnessView> {
  const [{ settings, breakAt }, { zone }] = await Promise.all([readWellness(db, personId(actor)), getSettings(db)])
  const recentFrom = new Date(Math.max(now.getTime() - settings.breakMinutes * 60_000, breakAt?.getTime() ?? 0))
  const { rows } = await sql<{ today: number; recent: number }>`
    select count(*) filter (where at >= day.start)::int as today,
      count(*) filter (where at > ${recentFrom}::timestamptz)::int as recent
    from (select date_trunc('day', ${now}::timestamptz, ${zone}) as start) as day
    left join media_reveal on seen_by = ${actorRef(actor)} and at <= ${now}::timestamptz
      and at >= least(day.start, ${recentFrom}::timestamptz)
    group by day.start`.execute(db)
  const { today = 0, recent = 0 } = rows[0] ?? {}
  return { settings, today, recent, isBreakDue: settings.breakReveals !== null && recent >= settings.breakReveals }
}

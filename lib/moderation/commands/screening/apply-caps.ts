import { sql } from 'kysely'
import type { AuditRecord } from '@/lib/audit/commands'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import type { Match } from './record-hits'

/** For which a rule's actions count against its cap. */
export const CAP_HOURS = 24

interface CapRow {
  id: string
  name: string
  liveVersion: number | null
  cap: number
  used: number
}

/**
 * Lets through what the caps leave room for, in the order of the batch. A rule that would go beyond its own is put back into
 * shadow with this match and all after it, which a person has to undo. The rows of the rules stay locked until commit, so that
 * batches at once don't each use the same room.
 */
export async function applyCaps(
  trx: Trx,
  matches: readonly Match[],
  now: Date,
): Promise<{ allowed: Match[]; tripped: Set<Match>; records: AuditRecord[] }> {
  const rules = new Map((await lockRules(trx, matches, now)).map((row) => [row.id, row]))
  const allowed: Match[] = []
  const tripped = new Set<Match>()
  const over = new Set<CapRow>()
  for (const match of matches) {
    const rule = rules.get(match.rule.ruleId)
    // Another batch has tripped it, or a person has taken it back, since it was read.
    const isLive = rule?.liveVersion === match.rule.version
    if (rule && isLive && !over.has(rule) && rule.used < rule.cap) {
      rule.used += 1
      allowed.push(match)
    } else {
      tripped.add(match)
      if (rule && isLive) over.add(rule)
    }
  }
  // Few rules trip, and each once.
  for (const rule of over) await trip(trx, rule, now)
  return { allowed, tripped, records: [...over].map(toRecord) }
}

async function lockRules(trx: Trx, matches: readonly Match[], now: Date): Promise<CapRow[]> {
  const ids = [...new Set(matches.map(({ rule }) => rule.ruleId))].sort()
  if (ids.length === 0) return []
  await sql`select from moderation_rule where id = any(${ids}::uuid[]) order by id for update`.execute(trx)
  // A statement of its own: it has to see what those have committed for whom the lock was waited.
  const { rows } = await sql<CapRow>`
    select rule.id, rule.name, rule.live_version as "liveVersion", rule.daily_cap as cap, (
      select count(*)::int from rule_hit where rule_id = rule.id and has_acted
        and at > ${now}::timestamptz - ${sql.lit(CAP_HOURS)} * interval '1 hour'
    ) as used
    from moderation_rule as rule where rule.id = any(${ids}::uuid[])`.execute(trx)
  return rows
}

async function trip(trx: Trx, rule: CapRow, now: Date): Promise<void> {
  await trx
    .updateTable('moderation_rule')
    .set({
      live_version: null,
      shadow_version: rule.liveVersion,
      shadow_since: now,
      tripped_at: now,
      updated_at: now,
    })
    .where('id', '=', rule.id)
    .execute()
  await publishChange(trx, { topic: 'rules', id: rule.id })
}

const toRecord = ({ id, name, liveVersion, cap }: CapRow): AuditRecord => ({
  action: 'rule.tripped',
  targetKind: 'rule',
  target: id,
  detail: { name, version: liveVersion, dailyCap: cap },
})

import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { Undecided } from './match-items'

/** Writes down which rules could not judge how many items of a batch, and for want of what. Rows are only added: nobody waits. */
export async function recordUndecided(trx: Trx, undecided: readonly Undecided[], now: Date): Promise<void> {
  if (undecided.length === 0) return
  const rows = new Map<string, { rule: string; version: number; missing: readonly string[]; items: number }>()
  for (const { rule, missing } of undecided) {
    const key = JSON.stringify([rule.ruleId, rule.version, missing])
    const row = rows.get(key) ?? { rule: rule.ruleId, version: rule.version, missing, items: 0 }
    row.items += 1
    rows.set(key, row)
  }
  await sql`
    insert into rule_undecided (rule_id, version, items, missing, at)
    select rule, version, items, missing, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb)
      as row (rule uuid, version int, items int, missing text[])`.execute(trx)
}

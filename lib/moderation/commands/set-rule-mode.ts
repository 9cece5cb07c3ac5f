import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { limitsOf, readRuleRecords } from '../queries/rule-records'
import { checkReadiness } from '../rules/readiness'
import type { ModeBody, RuleMode, SavedRule } from '../schema/automatic-rules'
import { type LockedRule, lockRule, modeOf } from './manage-rules'

interface Modes {
  live_version: number | null
  shadow_version: number | null
  shadow_since: Date | null
}

/**
 * Sets the mode of one version. Live takes the place of the version that was live before, and is refused to a version that was
 * not tested; shadow stands beside a live one, to be compared with it.
 * @throws DomainError `permission.denied`, `rule.not_found`, `version.not_found`; `rule.untested` (conflict), whose `missing`
 *   says what is still needed
 */
export async function setRuleMode(
  db: Db,
  actor: Actor,
  { id, version, mode, now = new Date() }: ModeBody & { id: string; now?: Date },
): Promise<SavedRule> {
  requirePermission(actor, 'rules:write')
  return inTransaction(db, async (trx) => {
    const rule = await lockRule(trx, id)
    if (version > rule.version) throw notFound('version', String(version))
    const before = modeOf(rule, version)
    if (before === mode) return { id, version, mode }
    if (mode === 'live') await requireTested(trx, rule, version, now)
    const modes = modesAfter(rule, version, mode, now)
    await trx
      .updateTable('moderation_rule')
      .set({ ...modes, tripped_at: null, updated_at: now })
      .where('id', '=', id)
      .execute()
    await publishChange(trx, { topic: 'rules', id })
    await recordAudit(trx, actor, {
      action: 'rule.mode_changed',
      targetKind: 'rule',
      target: id,
      detail: { name: rule.name, version, before: { mode: before }, after: { mode } },
    })
    return { id, version, mode }
  })
}

function modesAfter(rule: LockedRule, version: number, mode: RuleMode, now: Date): Modes {
  const others: Modes = {
    live_version: rule.liveVersion === version ? null : rule.liveVersion,
    shadow_version: rule.shadowVersion === version ? null : rule.shadowVersion,
    shadow_since: rule.shadowVersion === version ? null : rule.shadowSince,
  }
  if (mode === 'live') return { ...others, live_version: version }
  return mode === 'shadow' ? { ...others, shadow_version: version, shadow_since: now } : others
}

async function requireTested(trx: Trx, rule: LockedRule, version: number, now: Date): Promise<void> {
  const proofs = await readRuleRecords(trx, rule, [version])
  const { isReady, missing } = checkReadiness(proofs[0] ?? NO_PROOF, limitsOf(await getSettings(trx)), now)
  if (isReady) return
  throw conflict('rule.untested', `Version ${version} can’t go live yet. ${missing.join(' ')}`, { version, missing })
}

const NO_PROOF = { backtests: [], shadowSince: null, decided: 0, right: 0 }

import { isDeepStrictEqual } from 'node:util'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { DomainError, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { runInSlices } from '@/lib/core/run-in-slices'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { isOfKind, listLeaves } from '../engine/leaves'
import { findRuleProblemsStepwise, type RuleProblem } from '../engine/rule-problems'
import type { RuleBody } from '../engine/schema'
import { dailyCapOf, type RuleInput, type RuleMode, type SavedRule } from '../schema/automatic-rules'

/**
 * Saves a new rule as a draft, which does nothing yet.
 * @throws DomainError `permission.denied`; `rule.unusable` (invalid), with path and, for an expression, position
 */
export async function createRule(db: Db, actor: Actor, input: RuleInput): Promise<SavedRule> {
  requirePermission(actor, 'rules:write')
  const body = bodyOf(input)
  await rejectUnusableRule(body)
  return inTransaction(db, async (trx) => {
    await refuseUnknownClassifiers(trx, body)
    const { id } = await trx
      .insertInto('moderation_rule')
      .values({ name: body.name, daily_cap: dailyCapOf(input), created_by: actorRef(actor) })
      .returning('id')
      .executeTakeFirstOrThrow()
    await insertVersion(trx, actor, { ruleId: id, version: 1, body })
    await finish(trx, actor, 'rule.created', id, { name: body.name, version: 1, dailyCap: dailyCapOf(input) })
    return { id, version: 1, mode: 'draft' }
  })
}

/**
 * Saves a rule anew: what it says becomes a version of its own, which is a draft, while the one that is live goes on. Where it
 * says the same as the latest one, there is no new version.
 * @throws DomainError `permission.denied`, `rule.not_found`; `rule.unusable` (invalid) as createRule
 */
export async function updateRule(
  db: Db,
  actor: Actor,
  { id, ...input }: RuleInput & { id: string },
): Promise<SavedRule> {
  requirePermission(actor, 'rules:write')
  const body = bodyOf(input)
  await rejectUnusableRule(body)
  return inTransaction(db, async (trx) => {
    const before = await lockRule(trx, id)
    const latest = await readBody(trx, id, before.version)
    const isSame = isDeepStrictEqual(toJson(body), latest)
    if (!isSame) await refuseUnknownClassifiers(trx, body)
    const version = isSame ? before.version : before.version + 1
    if (!isSame) await insertVersion(trx, actor, { ruleId: id, version, body })
    const dailyCap = input.dailyCap ?? before.dailyCap
    const saved = { id, version, mode: modeOf(before, version) }
    if (isSame && dailyCap === before.dailyCap) return saved
    await trx
      .updateTable('moderation_rule')
      .set({ name: body.name, latest_version: version, daily_cap: dailyCap, updated_at: new Date() })
      .where('id', '=', id)
      .execute()
    await finish(trx, actor, 'rule.updated', id, {
      before: { name: before.name, version: before.version, dailyCap: before.dailyCap },
      after: { name: body.name, version, dailyCap },
    })
    return saved
  })
}

/** Puts a rule away: it does nothing any more and is in no list; its hits and versions stay. @throws as updateRule */
export async function archiveRule(db: Db, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'rules:write')
  await inTransaction(db, async (trx) => {
    const { name, mode } = await lockRule(trx, id)
    await trx
      .updateTable('moderation_rule')
      .set({ live_version: null, shadow_version: null, shadow_since: null, archived_at: new Date() })
      .where('id', '=', id)
      .execute()
    await finish(trx, actor, 'rule.archived', id, { name, mode })
  })
}

export interface LockedRule {
  id: string
  name: string
  version: number
  mode: RuleMode
  liveVersion: number | null
  shadowVersion: number | null
  shadowSince: Date | null
  dailyCap: number
}

export const modeOf = ({ liveVersion, shadowVersion }: LockedRule, version: number): RuleMode =>
  version === liveVersion ? 'live' : version === shadowVersion ? 'shadow' : 'draft'

/** @throws DomainError `rule.not_found` */
export async function lockRule(trx: Trx, id: string): Promise<LockedRule> {
  const row = await trx
    .selectFrom('moderation_rule')
    .selectAll()
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('rule', id)
  return {
    id: row.id,
    name: row.name,
    version: row.latest_version,
    mode: row.mode as RuleMode,
    liveVersion: row.live_version,
    shadowVersion: row.shadow_version,
    shadowSince: row.shadow_since,
    dailyCap: row.daily_cap,
  }
}

/** @throws DomainError `rule.not_found` */
async function readBody(trx: Trx, ruleId: string, version: number): Promise<unknown> {
  const row = await trx
    .selectFrom('moderation_rule_version')
    .select('body')
    .where('rule_id', '=', ruleId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) throw notFound('rule', ruleId)
  return row.body
}

const bodyOf = ({ dailyCap: _, ...body }: RuleInput): RuleBody => body

/** As it comes back from the database: without members that are undefined. */
const toJson = (body: RuleBody): unknown => JSON.parse(JSON.stringify(body))

/** @throws DomainError `rule.unusable` (invalid), whose errors name path, reason and position */
export async function rejectUnusableRule(body: RuleBody): Promise<void> {
  refuse(await runInSlices(findRuleProblemsStepwise(body)))
}

/** A rule that asks a classifier that isn't there would wait for it for good. @throws as rejectUnusableRule */
async function refuseUnknownClassifiers(trx: Trx, body: RuleBody): Promise<void> {
  const asked = listLeaves(body).flatMap(({ path, leaf }) => (isOfKind(leaf, 'classifier') ? [{ path, leaf }] : []))
  if (asked.length === 0) return
  const rows = await trx
    .selectFrom('moderation_classifier')
    .select(['name', 'labels'])
    .where('deleted_at', 'is', null)
    .execute()
  const labels = new Map(rows.map((row) => [row.name, row.labels]))
  refuse(
    asked.flatMap(({ path, leaf: { name, label } }): RuleProblem[] => {
      const known = labels.get(name)
      if (!known) return [{ path: `${path}.name`, message: `Classifier ${name} doesn’t exist.` }]
      if (known.includes(label)) return []
      return [{ path: `${path}.label`, message: `${name} has no label ${label}. Its labels are ${known.join(', ')}.` }]
    }),
  )
}

function refuse(faults: readonly RuleProblem[]): void {
  const [first, ...others] = faults
  if (!first) return
  const issues = [first, ...others]
  throw new DomainError('invalid', 'rule.unusable', first.message, {
    issues,
    extra: { path: first.path, ...(first.position === undefined ? {} : { position: first.position }) },
  })
}

async function insertVersion(
  trx: Trx,
  actor: Actor,
  { ruleId, version, body }: { ruleId: string; version: number; body: RuleBody },
): Promise<void> {
  await trx
    .insertInto('moderation_rule_version')
    .values({ rule_id: ruleId, version, body: JSON.stringify(body), created_by: actorRef(actor) })
    .execute()
}

async function finish(
  trx: Trx,
  actor: Actor,
  action: string,
  id: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await publishChange(trx, { topic: 'rules', id })
  await recordAudit(trx, actor, { action, targetKind: 'rule', target: id, detail })
}

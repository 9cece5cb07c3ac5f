import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, invalid, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import type { CreateMetric, UpdateMetric } from '../custom-schema'
import { ENTRIES } from '../entries'
import { findEntries } from '../queries/find-entries'
import { getMetric } from '../queries/list-metrics'
import type { MetricView } from '../schema'
import { lockRollUps } from './roll-up'

/** Metrics that people may make, archived ones included: with Guildhall's own they fit on one page of the list. */
const METRICS_MAX = 150

/**
 * Makes a metric that takes samples, or the ratio of two others.
 * @throws DomainError `permission.denied`; `metric.name_taken`, `metric.too_many` (conflict); `metric.not_summed` (invalid)
 */
export async function createMetric(db: Db, actor: Actor, input: CreateMetric): Promise<MetricView> {
  requirePermission(actor, 'metrics:write')
  return inTransaction(db, async (trx) => {
    await requireFreeName(trx, input.name)
    if (input.relation) await requireSums(trx, input.relation)
    const { rows } = await sql<{ id: number }>`
      insert into metric (name, is_counted) values (${input.name}, true)
      on conflict (name) do update set name = excluded.name returning id`.execute(trx)
    await trx
      .insertInto('metric_definition')
      .values({
        metric_id: rows[0]?.id ?? 0,
        title: input.title,
        unit: input.unit,
        kind: input.kind,
        group_name: input.group,
        source_text: input.sourceText,
        definition: input.definition,
        over_labels: input.overLabels,
        dimensions: input.dimensions,
        direction: input.direction,
        numerator: input.relation?.numerator ?? null,
        denominator: input.relation?.denominator ?? null,
        created_by: actorRef(actor),
      })
      .execute()
    const after = await getMetric(trx, input.name)
    await finish(trx, actor, 'metric.created', input.name, { after })
    return after
  })
}

/** Guildhall's own names can't be taken, nor can that of an existing metric. Metrics are created one after another. */
async function requireFreeName(trx: Trx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('guildhall.metrics'))`.execute(trx)
  if (ENTRIES.has(name)) throw conflict('metric.name_taken', `${name} is a built-in metric.`)
  const taken = (await findEntries(trx, [name])).get(name)?.custom
  if (taken)
    throw conflict(
      'metric.name_taken',
      taken.archivedAt ? `An archived metric named ${name} already exists.` : `A metric named ${name} already exists.`,
    )
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from metric_definition`.execute(trx)
  if ((rows[0]?.n ?? 0) >= METRICS_MAX)
    throw conflict('metric.too_many', `You can have at most ${METRICS_MAX} metrics.`)
}

async function requireSums(trx: Trx, relation: NonNullable<CreateMetric['relation']>): Promise<void> {
  const entries = await findEntries(trx, Object.values(relation))
  for (const [side, name] of Object.entries(relation)) {
    if (entries.get(name)?.overTime === 'sum') continue
    const why = entries.has(name) ? "can't be summed over time" : 'does not exist'
    throw invalid(`relation.${side}`, `The metric ${name} ${why}.`, 'metric.not_summed')
  }
}

/** @throws DomainError `permission.denied`, `metric.not_found`; `metric.built_in`, `metric.changed` (conflict) */
export async function updateMetric(
  db: Db,
  actor: Actor,
  { name, version, ...change }: UpdateMetric & { name: string },
): Promise<MetricView> {
  requirePermission(actor, 'metrics:write')
  return inTransaction(db, async (trx) => {
    const { before, id } = await lockMetric(trx, name, version)
    const { isArchived } = change
    await trx
      .updateTable('metric_definition')
      .set({
        title: change.title ?? before.title,
        unit: change.unit ?? before.unit,
        group_name: change.group ?? before.group,
        source_text: change.sourceText ?? before.source,
        definition: change.definition ?? before.definition,
        over_labels: change.overLabels ?? before.overLabels,
        ...(change.dimensions ? { dimensions: change.dimensions } : {}),
        direction: change.direction === undefined ? before.goodDirection : change.direction,
        ...(isArchived === undefined ? {} : { archived_at: isArchived ? sql`coalesce(archived_at, now())` : null }),
        version: version + 1,
        updated_at: sql`now()`,
      })
      .where('metric_id', '=', id)
      .execute()
    const after = await getMetric(trx, name)
    await finish(trx, actor, 'metric.updated', name, { before, after })
    return after
  })
}

/**
 * Archives a metric, or, where that is asked for, removes it with everything that was measured.
 * @throws DomainError `permission.denied`, `metric.not_found`; `metric.built_in`, `metric.changed`, `metric.in_use` (conflict)
 */
export async function deleteMetric(
  db: Db,
  actor: Actor,
  { name, version, withSamples }: { name: string; version: number; withSamples: boolean },
): Promise<void> {
  if (!withSamples) return void (await updateMetric(db, actor, { name, version, isArchived: true }))
  requirePermission(actor, 'metrics:write')
  await inTransaction(db, async (trx) => {
    const { before, id } = await lockMetric(trx, name, version)
    await requireUnused(trx, name)
    // A roll-up that runs would write again what is removed here.
    await lockRollUps(trx)
    const series = sql`(select id from series where metric_id = ${id})`
    for (const table of ['sample', 'rollup_quarter', 'rollup_hour', 'rollup_day', 'rollup_dirty'])
      await sql`delete from ${sql.table(table)} where series_id in ${series}`.execute(trx)
    await sql`delete from series where metric_id = ${id}`.execute(trx)
    await sql`delete from metric_definition where metric_id = ${id}`.execute(trx)
    await sql`delete from metric where id = ${id}`.execute(trx)
    await finish(trx, actor, 'metric.deleted', name, { before })
  })
}

async function requireUnused(trx: Trx, name: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select metric.name from metric_definition join metric on metric.id = metric_definition.metric_id
    where ${name} in (numerator, denominator) order by metric.name limit 1`.execute(trx)
  if (rows[0]) throw conflict('metric.in_use', `The metric ${rows[0].name} depends on this one.`)
}

/** Locks the metric against pushes too. Nobody overwrites what they haven't seen: a stale version is told the metric as it is. */
async function lockMetric(trx: Trx, name: string, version: number): Promise<{ before: MetricView; id: number }> {
  if (ENTRIES.has(name)) throw conflict('metric.built_in', `${name} is a built-in metric and can't be changed.`)
  const { rows } = await sql<{ id: number }>`
    select metric.id from metric join metric_definition on metric_definition.metric_id = metric.id
    where name = ${name} for update`.execute(trx)
  const [row] = rows
  if (!row) throw notFound('metric', name)
  const before = await getMetric(trx, name)
  if (before.version === version) return { before, id: row.id }
  throw conflict('metric.changed', 'Someone else changed this metric after you opened it. Reload it and try again.', {
    metric: before,
  })
}

async function finish(
  trx: Trx,
  actor: Actor,
  action: string,
  name: string,
  detail: { before?: MetricView; after?: MetricView },
): Promise<void> {
  await publishChange(trx, { topic: 'samples' })
  await recordAudit(trx, actor, { action, targetKind: 'metric', target: name, detail })
}

import { sql } from 'kysely'
import { toMicrosecondIso } from '@/lib/core/db/microsecond-iso'
import type { ReadDb } from '@/lib/core/db/types'
import type { ExportedAction } from '../schema/exports'

/** Decisions that are read at once: so much of an export is in memory, whatever its length. */
const PAGE_DECISIONS = 1_000

export interface DecisionSelection {
  from: Date
  to: Date
  policyId?: string | undefined
  queueId?: string | undefined
}

type Instants = 'until' | 'decidedAt' | 'firstReportAt' | 'dueAt' | 'reversedAt'
/** As it is read: instants as such, people by their reference. */
type Row = Omit<ExportedAction, Instants> & Record<Instants, Date | null> & { exactAt: string }

/**
 * The actions of all decisions of a period, a page at a time, in the order in which they were decided. Each page is a query of
 * its own that goes on behind the last one: no connection and no snapshot is held while a slow reader reads. Members are looked
 * up one by one: for a thousand of them PostgreSQL would rather read the whole table.
 */
export async function* readDecisions(
  db: ReadDb,
  selection: DecisionSelection,
  signal: AbortSignal,
): AsyncGenerator<ExportedAction[]> {
  const names = new Map<string, string>()
  let after: { at: string; id: string } | null = null
  for (;;) {
    const rows: Row[] = await readPage(db, selection, after, signal)
    const last = rows.at(-1)
    if (!last) return
    after = { at: last.exactAt, id: last.decisionId }
    await readNames(db, rows, names)
    yield rows.map((row) => toAction(row, names))
  }
}

/** Who decided is looked up once: a call for each row would take longer than all else. */
async function readNames(db: ReadDb, rows: readonly Row[], known: Map<string, string>): Promise<void> {
  const refs = new Set(rows.flatMap(({ decidedBy, reversedBy }) => [decidedBy, ...(reversedBy ? [reversedBy] : [])]))
  const unknown = [...refs].filter((ref) => !known.has(ref))
  if (unknown.length === 0) return
  const { rows: found } = await sql<{ ref: string; name: string | null }>`
    select ref, actor_name(ref) as name from unnest(${unknown}::text[]) as ref`.execute(db)
  for (const { ref, name } of found) known.set(ref, name ?? 'Someone')
}

async function readPage(
  db: ReadDb,
  { from, to, policyId, queueId }: DecisionSelection,
  after: { at: string; id: string } | null,
  signal: AbortSignal,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select page.id as "decisionId", action.position, action.type as action, action.detail ->> 'name' as name, action.until,
      page.decided_at as "decidedAt", ${toMicrosecondIso(sql`page.decided_at`)} as "exactAt", page.decided_by as "decidedBy",
      page.decided_by = 'system' as "isAutomatic", page.policy_id as "policyId", policy.name as policy, page.reason,
      page.case_id as "caseId", page.item_type as "itemType", page.item_id as "itemId", page.revision,
      (select external_id from member where id = page.member_id) as "memberId", page.case_queue_id as "queueId", queue.name as queue,
      page.first_report_at as "firstReportAt", page.due_at as "dueAt", reversal.decided_at as "reversedAt",
      reversal.decided_by as "reversedBy", reversal.reason as "reversalReason",
      (select status from appeal where decision_id = page.id) as appeal
    from (
      select decision.*, self.item_type, self.item_id, self.member_id, self.queue_id as case_queue_id
      from moderation_decision as decision join moderation_case as self on self.id = decision.case_id
      where decision.reverses_id is null and decision.decided_at >= ${from} and decision.decided_at < ${to}
        ${after ? sql`and (decision.decided_at, decision.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
        ${policyId ? sql`and decision.policy_id = ${policyId}` : sql``}
        ${queueId ? sql`and self.queue_id = ${queueId}` : sql``}
      order by decision.decided_at, decision.id limit ${sql.lit(PAGE_DECISIONS)}
    ) as page
    join moderation_action as action on action.decision_id = page.id
    join moderation_queue as queue on queue.id = page.case_queue_id
    left join policy on policy.id = page.policy_id
    left join moderation_decision as reversal on reversal.id = action.reversed_by
    order by page.decided_at, page.id, action.position`.execute(db, {
    signal,
    inflightQueryAbortStrategy: 'cancel query',
  })
  return rows
}

function toAction({ exactAt: _, ...row }: Row, names: ReadonlyMap<string, string>): ExportedAction {
  return {
    ...row,
    decidedBy: names.get(row.decidedBy) ?? row.decidedBy,
    reversedBy: row.reversedBy === null ? null : (names.get(row.reversedBy) ?? row.reversedBy),
    until: iso(row.until),
    decidedAt: iso(row.decidedAt) ?? '',
    firstReportAt: iso(row.firstReportAt),
    dueAt: iso(row.dueAt),
    reversedAt: iso(row.reversedAt),
  }
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

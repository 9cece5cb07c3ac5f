import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import { type Actor, actorRef, isAllowed } from '@/lib/staff/actor'
import { scoreAt } from '../rules/score'
import type { CaseListQuery, CaseSummary } from '../schema/cases'
import { searchCases } from './search-cases'

export interface CaseRow {
  id: number
  item_type: CaseSummary['itemType']
  item_id: string
  content: CaseSummary['content']
  content_state: CaseSummary['contentState']
  status: CaseSummary['status']
  version: number
  item_revision: number
  queue_id: string
  severity: number
  weight: number
  reach: number
  rank: number
  reports: number
  rule_hits: number
  policies: string[] | null
  member_id: number | null
  member_external: string | null
  member_name: string | null
  is_erased: boolean
  channel: string | null
  opened_at: Date
  due_at: Date | null
  snoozed_until: Date | null
  decided_at: Date | null
  claimed_by: string | null
  claim_holder: string | null
  claim_expires_at: Date | null
}

const instantKey = z.union([z.literal('infinity'), instantInput])
const numberKey = z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
const idKey = z.int().min(0)

/** How each sort orders, and what of a row its cursor holds. All are unique by the id, and each has its index. */
const SORTS = {
  score: {
    key: sql`self.rank`,
    isDescending: true,
    cast: 'double precision',
    shape: numberKey,
    of: (row: CaseRow) => row.rank,
  },
  age: {
    key: sql`self.opened_at`,
    isDescending: false,
    cast: 'timestamptz',
    shape: instantKey,
    of: (row: CaseRow) => row.opened_at.toISOString(),
  },
  due: {
    key: sql`coalesce(self.due_at, 'infinity')`,
    isDescending: false,
    cast: 'timestamptz',
    shape: instantKey,
    of: (row: CaseRow) => row.due_at?.toISOString() ?? 'infinity',
  },
  reports: {
    key: sql`self.reports`,
    isDescending: true,
    cast: 'double precision',
    shape: numberKey,
    of: (row: CaseRow) => row.reports,
  },
  decided: {
    key: sql`self.decided_at`,
    isDescending: true,
    cast: 'timestamptz',
    shape: instantKey,
    of: (row: CaseRow) => row.decided_at?.toISOString() ?? 'infinity',
  },
} as const

/** Cases of the queues that somebody may work, in the order asked for; put-off ones are left out of the open ones. */
export async function listCases(
  db: ReadDb,
  actor: Actor,
  query: CaseListQuery,
  now: Date = new Date(),
): Promise<Page<CaseSummary>> {
  const sort = SORTS[query.sort ?? (query.status === 'decided' ? 'decided' : 'score')]
  const direction = sort.isDescending ? sql`desc` : sql`asc`
  const conditions = [sql`self.status = ${query.status}`, ...filtersOf(query, now), caseAccessOf(actor)]
  const order = sql`${sort.key} ${direction}, self.id ${direction}`
  if (query.q !== undefined)
    conditions.push(await searchCases(db, { q: query.q, within: sql`self.status = ${query.status}`, order }))
  if (query.after !== undefined) {
    const [value, id] = decodeCursor(query.after, z.tuple([sort.shape, idKey]))
    const beyond = sort.isDescending ? sql`<` : sql`>`
    conditions.push(sql`(${sort.key}, self.id) ${beyond} (${value}::${sql.raw(sort.cast)}, ${id}::bigint)`)
  }
  const { rows } = await sql<CaseRow>`
    ${caseColumns()} where ${sql.join(conditions, sql` and `)}
    order by ${order} limit ${query.limit + 1}`.execute(db)
  return toPage(
    rows,
    query.limit,
    (row) => [sort.of(row), row.id],
    (row) => toCaseSummary(row, actor, now),
  )
}

/** @throws DomainError `case.not_found`, also for a case of a queue that is not theirs */
export async function getCaseSummary(
  db: ReadDb,
  actor: Actor,
  id: number,
  now: Date = new Date(),
): Promise<CaseSummary> {
  const found = await findCaseSummary(db, actor, id, now)
  if (!found) throw notFound('case', String(id))
  return found
}

/** The same, or null. */
export async function findCaseSummary(
  db: ReadDb,
  actor: Actor,
  id: number,
  now: Date = new Date(),
): Promise<CaseSummary | null> {
  const { rows } = await sql<CaseRow>`${caseColumns()} where self.id = ${id} and ${caseAccessOf(actor)}`.execute(db)
  const row = rows[0]
  return row ? toCaseSummary(row, actor, now) : null
}

function filtersOf({ queue, policy, type, member, status }: CaseListQuery, now: Date): RawBuilder<unknown>[] {
  const filters: RawBuilder<unknown>[] = []
  if (queue !== undefined) filters.push(sql`self.queue_id = ${queue}`)
  if (type !== undefined) filters.push(sql`self.item_type = ${type}`)
  if (member !== undefined) filters.push(sql`self.member_id = ${member}`)
  if (policy !== undefined)
    filters.push(sql`exists (select from moderation_report where case_id = self.id and policy_id = ${policy})`)
  if (status === 'open') filters.push(sql`(self.snoozed_until is null or self.snoozed_until <= ${now}::timestamptz)`)
  return filters
}

/** Which queues' cases somebody sees: those of canWorkQueue(), for a whole list that calls the case `self`. */
export function caseAccessOf(actor: Actor): RawBuilder<unknown> {
  if (isAllowed(actor, 'queues:write')) return sql`true`
  const staffId = actor.kind === 'staff' ? actor.id : null
  return sql`self.queue_id in (
    select id from moderation_queue where is_open
    union all select queue_id from queue_access where staff_id = ${staffId}::uuid
  )`
}

const caseColumns = () => sql`
  select self.id, self.item_type, self.item_id, self.content, self.content_state, self.status, self.version, self.item_revision,
    self.queue_id, self.severity, self.weight, self.reach, self.rank, self.reports, self.rule_hits, self.member_id,
    member.external_id as member_external, member.name as member_name, self.member_id is not null and member.id is null as is_erased,
    coalesce(channel.name, self.channel_external) as channel,
    self.opened_at, self.due_at, self.snoozed_until, self.decided_at, self.claimed_by, self.claim_expires_at,
    actor_name(self.claimed_by) as claim_holder,
    (select array_agg(distinct policy_id::text) from moderation_report where case_id = self.id and policy_id is not null) as policies
  from moderation_case as self
  left join member on member.id = self.member_id and member.erased_at is null
  left join channel on channel.id = self.channel_id`

export function toCaseSummary(row: CaseRow, actor: Actor, now: Date): CaseSummary {
  const { severity, weight, reach, opened_at: openedAt } = row
  const isHeld = row.claimed_by !== null && row.claim_expires_at !== null && row.claim_expires_at > now
  return {
    id: row.id,
    itemType: row.item_type,
    itemId: row.item_id,
    content: row.content,
    contentState: row.content_state,
    status: row.status,
    version: row.version,
    revision: row.item_revision,
    queueId: row.queue_id,
    score: scoreAt({ severity, weight, reach, openedAt }, row.decided_at ?? now),
    severity,
    weight,
    reach,
    reports: row.reports,
    ruleHits: row.rule_hits,
    policies: row.policies ?? [],
    member:
      row.member_id === null || row.is_erased
        ? null
        : { id: row.member_id, externalId: row.member_external ?? '', name: row.member_name },
    isErased: row.is_erased,
    channel: row.channel,
    openedAt: openedAt.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    snoozedUntil: row.snoozed_until && row.snoozed_until > now ? row.snoozed_until.toISOString() : null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    claim: isHeld
      ? {
          holder: row.claim_holder ?? 'Someone',
          isOwn: row.claimed_by === actorRef(actor),
          until: row.claim_expires_at?.toISOString() ?? '',
        }
      : null,
  }
}

import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { touch } from '@/lib/metrics/commands/touch'
import { CASE_OPENINGS } from '../../metric-relations'
import { listMedia } from '../../rules/media'
import { type Routing, routeTo } from '../../rules/routing'
import type { CaseStatus } from '../../rules/status'
import type { ItemContent, ItemInput } from '../../schema/items'
import type { ItemType } from '../../terms'
import { eraseCases } from '../erasure/erase-cases'
import { withoutText } from './erased-items'
import { findChannels, findOrAddMembers } from './find-people'
import { fillFromMirror } from './read-mirrored'
import { type ObservedContent, saveEvidence } from './save-evidence'

/** An item as somebody brought it in, and what is known of why. */
export interface ReportedItem {
  item: ItemInput
  /** Of the report's policy or the rule. */
  severity: number
  policyId: string | null
}

export interface OpenedCase {
  id: number
  /** Counts its openings: a report for an earlier one weighs nothing. */
  opening: number
  revision: number
  status: CaseStatus
  /** Whether what was brought is the newest revision of the item, and not an earlier one. */
  isLatest: boolean
}

interface CaseRow {
  id: number
  item_type: ItemType
  item_id: string
  item_revision: number
  content: ItemContent
  status: CaseStatus
  opening: number
  is_new: boolean
  /** Of a member who is erased: nothing of it is kept, whoever brings it. */
  is_erased: boolean
}

/** Of a content that says nothing, so that a bare id can be reported first and told about later. */
const isEmpty = (content: Partial<ItemContent>): boolean =>
  !content.text && !content.url && !content.name && !content.media?.length

const NOTHING: ItemContent = { text: null, url: null, name: null, createdAt: null }

export const contentOf = ({ text, url, name, createdAt, media }: ItemInput): ItemContent => ({
  text: text ?? null,
  url: url ?? null,
  name: name ?? null,
  createdAt: createdAt ?? null,
  ...(media && media.length > 0 ? { media } : {}),
})

const keyOf = (type: string, id: string): string => `${type} ${id}`

/**
 * Finds or opens the one case of each item, and freezes what was seen. The rows of the cases are locked until commit, always in
 * the same order, so that a decision comes either before or after. A newer revision than the one that was decided opens its
 * case again. What the mirror knows of a message need not be brought along. Answers the cases and the evidence in the order of
 * `given`. The items have been through withoutErased().
 */
export async function openCases(
  trx: Trx,
  given: readonly ReportedItem[],
  now: Date,
): Promise<{ cases: OpenedCase[]; evidence: number[] }> {
  const items = await fillFromMirror(
    trx,
    given.map(({ item }) => item),
  )
  const brought = given.map((one, index) => ({ ...one, item: items[index] ?? one.item }))
  const rows = await upsertCases(trx, brought, now)
  await silenceErased(trx, rows)
  const revisions = new Map<string, { revision: number; item: ItemInput }>()
  const seen = brought.map(({ item: told }) => {
    const row = mustGet(rows, keyOf(told.type, told.id))
    const item = row.is_erased ? withoutText(told) : told
    const revision = revisionOf(item, row)
    const latest = revisions.get(keyOf(item.type, item.id))
    if (!latest || revision > latest.revision) revisions.set(keyOf(item.type, item.id), { revision, item })
    return { row, revision, item }
  })
  const after = await takeRevisions(trx, rows, revisions, now)
  const sightings = seen.map(({ row, revision, item }): ObservedContent => {
    const told = contentOf(item)
    const content = isEmpty(told) ? { ...told, ...row.content } : told
    return {
      caseId: row.id,
      revision,
      content,
      messageId: item.type === 'message' ? item.id : null,
      media: listMedia(item.type, content),
    }
  })
  const evidence = await saveEvidence(trx, sightings)
  const cases = seen.map(({ row, revision }): OpenedCase => {
    const now = { opening: row.opening, revision: row.item_revision, status: row.status, ...after.get(row.id) }
    return { id: row.id, ...now, isLatest: revision >= now.revision }
  })
  const opened = [...rows.values()].filter((row) => row.is_new || (after.get(row.id)?.opening ?? 0) > row.opening)
  await touchOpened(trx, opened, now)
  return { cases, evidence }
}

/** Says that cases were opened, for the figures. */
export const touchOpened = (trx: Trx, opened: readonly { item_type: ItemType }[], now: Date): Promise<void> =>
  touch(
    trx,
    CASE_OPENINGS,
    opened.map(({ item_type }) => ({ at: now, labels: { item_type } })),
  )

/** An author who is named for the first time may be one of the erased: what came before, without a name, goes. */
async function silenceErased(trx: Trx, rows: ReadonlyMap<string, CaseRow>): Promise<void> {
  const told = [...rows.values()].filter((row) => row.is_erased && !isEmpty(row.content))
  for (const row of told) row.content = NOTHING
  await eraseCases(
    trx,
    told.map(({ id }) => id),
  )
}

/** The platform's number, or one more than the last where only the text tells that it was edited. */
function revisionOf(item: ItemInput, row: CaseRow): number {
  if (item.revision !== undefined) return item.revision
  if (row.is_new || isEmpty(row.content) || item.text === undefined) return row.item_revision
  return item.text === row.content.text ? row.item_revision : row.item_revision + 1
}

async function upsertCases(trx: Trx, brought: readonly ReportedItem[], now: Date): Promise<Map<string, CaseRow>> {
  const firsts = new Map<string, ReportedItem>()
  for (const one of brought) {
    const key = keyOf(one.item.type, one.item.id)
    if (!firsts.has(key)) firsts.set(key, one)
  }
  const items = [...firsts.values()]
  const authors = await findOrAddMembers(
    trx,
    items.flatMap(({ item }) => authorOf(item) ?? []),
  )
  const channels = await findChannels(
    trx,
    items.flatMap(({ item }) => item.channelId ?? []),
    {
      counted: await channelsOfNew(trx, items),
      now,
    },
  )
  const queues = await readQueues(trx)
  const input = items.map(({ item, severity, policyId }) => {
    const channel = item.channelId === undefined ? undefined : channels.get(item.channelId)
    const queue = routeTo(queues, {
      itemType: item.type,
      policyIds: policyId ? [policyId] : [],
      channel: item.channelId ?? null,
      severity,
    })
    return {
      type: item.type,
      id: item.id,
      revision: item.revision ?? 1,
      content: contentOf(item),
      member: authors.get(authorOf(item)?.id ?? '') ?? null,
      channel: channel?.id ?? null,
      channel_external: item.channelId ?? null,
      reach: item.reach ?? channel?.active ?? 0,
      severity,
      queue: queue.id,
      due: queue.slaMinutes === null ? null : new Date(now.getTime() + queue.slaMinutes * 60_000),
    }
  })
  const { rows } = await sql<CaseRow>`
    insert into moderation_case as self (item_type, item_id, item_revision, content, member_id, channel_id, channel_external,
      reach, severity, queue_id, opened_at, due_at)
    select type, id, revision, content, member, channel, channel_external, reach, severity, queue, ${now}::timestamptz, due
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as item (type text, id text, revision int, content jsonb,
      member bigint, channel bigint, channel_external text, reach int, severity smallint, queue uuid, due timestamptz)
    order by type, id collate "C"
    on conflict (item_type, item_id) do update set updated_at = excluded.opened_at, has_evidence = true,
      member_id = coalesce(self.member_id, excluded.member_id), channel_id = coalesce(self.channel_id, excluded.channel_id),
      channel_external = coalesce(self.channel_external, excluded.channel_external), reach = greatest(self.reach, excluded.reach)
    returning id, item_type, item_id, item_revision, content, status, opening, xmax = 0 as is_new,
      exists (select from member where id = self.member_id and erased_at is not null) as is_erased`.execute(trx)
  return new Map(rows.map((row) => [keyOf(row.item_type, row.item_id), row]))
}

/** The channels whose reach has to be counted: of items that have no case yet and don't say it themselves. */
async function channelsOfNew(trx: Trx, items: readonly ReportedItem[]): Promise<Set<string>> {
  const asking = items.filter(({ item }) => item.channelId !== undefined && item.reach === undefined)
  if (asking.length === 0) return new Set()
  const { rows } = await sql<{ key: string }>`
    select item_type || ' ' || item_id as key from moderation_case
    join unnest(${asking.map(({ item }) => item.type)}::text[], ${asking.map(({ item }) => item.id)}::text[]) as item (type, id)
      on item_type = item.type and item_id = item.id`.execute(trx)
  const known = new Set(rows.map(({ key }) => key))
  return new Set(asking.flatMap(({ item }) => (known.has(keyOf(item.type, item.id)) ? [] : (item.channelId ?? []))))
}

/** A reported member is the one whose case it is. */
const authorOf = (item: ItemInput): { id: string; name?: string | undefined } | undefined =>
  item.type === 'member' ? { id: item.id, name: item.name } : item.author

interface QueueRow {
  id: string
  routing: Routing
  isDefault: boolean
  slaMinutes: number | null
}

async function readQueues(trx: Trx): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    select id, routing, is_default as "isDefault", sla_minutes as "slaMinutes" from moderation_queue order by position, id`.execute(
    trx,
  )
  return rows
}

/** Brings what is newer into the cases: content to an open one, and a decided one opens again. */
async function takeRevisions(
  trx: Trx,
  rows: ReadonlyMap<string, CaseRow>,
  revisions: ReadonlyMap<string, { revision: number; item: ItemInput }>,
  now: Date,
): Promise<Map<number, Pick<OpenedCase, 'opening' | 'revision' | 'status'>>> {
  const changes = [...revisions].flatMap(([key, { revision, item }]) => {
    const row = mustGet(rows, key)
    const content = contentOf(item)
    const isNewer = !row.is_new && revision > row.item_revision
    const isTold = !row.is_new && revision === row.item_revision && isEmpty(row.content) && !isEmpty(content)
    return isNewer || isTold
      ? [{ id: row.id, revision, content: isEmpty(content) ? row.content : content, isNewer }]
      : []
  })
  if (changes.length === 0) return new Map()
  const { rows: after } = await sql<{ id: number; opening: number; item_revision: number; status: CaseStatus }>`
    update moderation_case as self set
      item_revision = new.revision, content = new.content,
      version = self.version + new."isNewer"::int,
      opening = self.opening + (new."isNewer" and self.status = 'decided')::int,
      opened_at = case when new."isNewer" and self.status = 'decided' then ${now}::timestamptz else self.opened_at end,
      due_at = case when new."isNewer" and self.status = 'decided'
        then ${now}::timestamptz + queue.sla_minutes * interval '1 minute' else self.due_at end,
      rule_hits = case when new."isNewer" and self.status = 'decided' then 0 else self.rule_hits end,
      snoozed_until = case when new."isNewer" then null else self.snoozed_until end,
      decided_at = case when new."isNewer" then null else self.decided_at end,
      decision_id = case when new."isNewer" and self.status = 'decided' then null else self.decision_id end,
      status = case when new."isNewer" and self.status = 'decided' then 'open' else self.status end
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      as new (id bigint, revision int, content jsonb, "isNewer" boolean), moderation_queue as queue
    where self.id = new.id and queue.id = self.queue_id
    returning self.id, self.opening, self.item_revision, self.status`.execute(trx)
  return new Map(after.map(({ id, item_revision: revision, opening, status }) => [id, { opening, revision, status }]))
}

function mustGet<V>(map: ReadonlyMap<string, V>, key: string): V {
  const value = map.get(key)
  if (value === undefined) throw new Error(`no case was returned for ${key}`)
  return value
}

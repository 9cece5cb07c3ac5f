import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { quarterOf, quartersBetween, rangeOfQuarter } from '@/lib/core/time/quarters'
import { getSettings } from '@/lib/settings/queries'
import {
  type PublishedSummary,
  type QuarterDetail,
  type QuarterView,
  type TransparencySummary,
  transparencySummary,
} from '../schema/transparency'
import { summariseQuarter } from './count-quarter'

interface Publication {
  quarter: string
  by: string | null
  at: Date
  withdrawnAt: Date | null
}

/** The quarters since the first report or decision, the present one first, and which of them are public. */
export async function listQuarters(db: ReadDb, now: Date = new Date()): Promise<{ items: QuarterView[]; next: null }> {
  const { zone } = await getSettings(db)
  const { rows } = await sql<{ at: Date | null }>`
    select least((select min(created_at) from moderation_report), (select min(decided_at) from moderation_decision)) as at`.execute(
    db,
  )
  const publications = await readPublications(db)
  const first = rows[0]?.at ?? now
  const quarters = quartersBetween(quarterOf(first.toISOString(), zone), quarterOf(now.toISOString(), zone))
  // What was made public is in the list, also where the zone has changed since.
  const all = [...new Set([...quarters, ...publications.keys()])].sort().reverse()
  return { items: all.map((quarter) => toView(quarter, { zone, now, latest: publications.get(quarter) })), next: null }
}

/** The last publication of each quarter. */
async function readPublications(db: ReadDb): Promise<Map<string, Publication>> {
  const { rows } = await sql<Publication>`
    select distinct on (quarter) quarter, actor_name(published_by) as by, published_at as at, withdrawn_at as "withdrawnAt"
    from transparency_report order by quarter, published_at desc`.execute(db)
  return new Map(rows.map((row) => [row.quarter, row]))
}

function toView(
  quarter: string,
  { zone, now, latest }: { zone: string; now: Date; latest: Publication | undefined },
): QuarterView {
  const { from, to } = rangeOfQuarter(quarter, zone)
  return {
    quarter,
    from,
    to,
    isOver: new Date(to) <= now,
    published:
      latest && latest.withdrawnAt === null ? { by: latest.by ?? 'Someone', at: latest.at.toISOString() } : null,
    withdrawnAt: latest?.withdrawnAt?.toISOString() ?? null,
  }
}

/** What is public of a quarter, or what would be if it were published now. */
export async function getQuarter(db: ReadDb, quarter: string, now: Date = new Date()): Promise<QuarterDetail> {
  const { rows } = await sql<{ content: unknown; by: string | null; at: Date }>`
    select content, actor_name(published_by) as by, published_at as at from transparency_report
    where quarter = ${quarter} and withdrawn_at is null`.execute(db)
  const row = rows[0]
  if (!row) return { summary: await summariseQuarter(db, quarter, now), published: null }
  return {
    summary: transparencySummary.parse(row.content),
    published: { by: row.by ?? 'Someone', at: row.at.toISOString() },
  }
}

/** A quarter as the public sees it. @throws DomainError `quarter.not_found` where it is not public */
export async function getPublished(db: ReadDb, quarter: string): Promise<PublishedSummary> {
  const row = await db
    .selectFrom('transparency_report')
    .select(['id', 'content', 'published_at'])
    .where('quarter', '=', quarter)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw notFound('quarter', quarter)
  const summary: TransparencySummary = transparencySummary.parse(row.content)
  return { id: row.id, publishedAt: row.published_at.toISOString(), summary }
}

/** The quarters that are public, the latest first. */
export async function listPublished(db: ReadDb): Promise<{ quarter: string; publishedAt: string }[]> {
  const rows = await db
    .selectFrom('transparency_report')
    .select(['quarter', 'published_at'])
    .where('withdrawn_at', 'is', null)
    .orderBy('quarter', 'desc')
    .execute()
  return rows.map(({ quarter, published_at: at }) => ({ quarter, publishedAt: at.toISOString() }))
}

import { sql } from 'kysely'
import { z } from 'zod'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { createMembersAndSpaces, drawTables } from './members-and-spaces'
import { createFeatureUsage, createMessages } from './messages'
import { createPresence } from './presence'
import { DEMO_EVENTS, DEMO_SIZE, type DemoSize, type HistoryRange } from './shape'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MONTH_MS = 30.44 * DAY_MS
const STATE_KEY = 'demo'
const PARTS = ['people', 'messages', 'presence', 'annotations'] as const

const demoState = z.object({
  seed: z.number().int(),
  start: z.iso.datetime(),
  now: z.iso.datetime(),
  done: z.array(z.enum(PARTS)),
})
type DemoState = z.output<typeof demoState>

export interface DemoHistory {
  start: Date
  now: Date
  messages: number
  attendances: number
}

/**
 * Makes the mirror of a made-up community: all rows by SQL, the same for the same seed, size and `now`. Each part commits by
 * itself and is noted in the setting `demo`, so that an interrupted making goes on where it stopped. Only into an empty
 * mirror; answers null, and does nothing, where it is complete or holds another community.
 */
export async function createHistory(
  db: Db,
  { seed, now, size = DEMO_SIZE }: { seed: number; now: Date; size?: DemoSize },
): Promise<DemoHistory | null> {
  const state = await beginOrResume(db, seed, now, size)
  if (!state || state.done.length === PARTS.length) return null
  const span: HistoryRange = { seed: state.seed, size, start: new Date(state.start), now: new Date(state.now) }
  for (const table of ['message', 'attendance', 'sample', 'rollup_quarter'] as const)
    await ensurePartitions(db, table, span.start, span.now)
  const counts = { messages: 0, attendances: 0 }
  await makePart(db, 'people', (trx) => createMembersAndSpaces(trx, span))
  // Two connections, one a core.
  await Promise.all([
    makePart(db, 'messages', async (trx) => {
      await drawTables(trx, span.seed)
      counts.messages = await createMessages(trx, span)
    }),
    makePart(db, 'presence', async (trx) => {
      await drawTables(trx, span.seed)
      counts.attendances = await createPresence(trx, span)
      await createFeatureUsage(trx, span)
    }),
  ])
  await makePart(db, 'annotations', (trx) => addAnnotations(trx, span.now))
  await sql`analyze`.execute(db)
  return { start: span.start, now: span.now, ...counts }
}

/** Of which seed the history is that was made, and when it begins and ends; null where there is none. */
export async function readHistory(db: Db): Promise<{ seed: number; start: Date; now: Date } | null> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', STATE_KEY).executeTakeFirst()
  if (!row) return null
  const { seed, start, now } = demoState.parse(row.value)
  return { seed, start: new Date(start), now: new Date(now) }
}

async function beginOrResume(db: Db, seed: number, now: Date, size: DemoSize): Promise<DemoState | null> {
  return inTransaction(db, async (trx) => {
    const known = await trx
      .selectFrom('setting')
      .select('value')
      .where('key', '=', STATE_KEY)
      .forUpdate()
      .executeTakeFirst()
    if (known) return demoState.parse(known.value)
    if (await trx.selectFrom('member').select('id').limit(1).executeTakeFirst()) return null
    const start = Math.floor((now.getTime() - size.months * MONTH_MS) / (2 * HOUR_MS)) * 2 * HOUR_MS
    const state: DemoState = { seed, start: new Date(start).toISOString(), now: now.toISOString(), done: [] }
    await trx
      .insertInto('setting')
      .values({ key: STATE_KEY, value: JSON.stringify(state) })
      .execute()
    return state
  })
}

async function makePart(db: Db, part: (typeof PARTS)[number], make: (trx: Trx) => Promise<void>): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`set local work_mem = '128MB'`.execute(trx)
    const row = await trx.selectFrom('setting').select('value').where('key', '=', STATE_KEY).executeTakeFirstOrThrow()
    if (demoState.parse(row.value).done.includes(part)) return
    await make(trx)
    // The note is the last statement, because its lock makes the other part wait.
    await sql`update setting set value = jsonb_set(value, '{done}', value->'done' || to_jsonb(${part}::text)) where key = ${STATE_KEY}`.execute(
      trx,
    )
  })
}

async function addAnnotations(trx: Trx, now: Date): Promise<void> {
  const ago = (days: number, hours = 0) => new Date(now.getTime() - days * DAY_MS + hours * HOUR_MS)
  await trx
    .insertInto('annotation')
    .values([
      { at: ago(300), until: null, kind: 'release', text: '2.0 released' },
      { at: ago(171), until: null, kind: 'release', text: '2.3 released' },
      {
        at: ago(DEMO_EVENTS.incidentDaysAgo),
        until: ago(DEMO_EVENTS.incidentDaysAgo, 9),
        kind: 'incident',
        text: 'Sign-in was down',
      },
      { at: ago(24), until: null, kind: 'release', text: '2.4 released' },
      {
        at: ago(DEMO_EVENTS.outageDaysAgo),
        until: ago(DEMO_EVENTS.outageDaysAgo, DEMO_EVENTS.outageHours),
        kind: 'incident',
        text: 'Collector host was off',
      },
      {
        at: ago(DEMO_EVENTS.eventDaysAgo),
        until: ago(DEMO_EVENTS.eventDaysAgo, 30),
        kind: 'event',
        text: 'Winter meetup',
      },
    ])
    .execute()
}

import { type Kysely, sql } from 'kysely'
import { collectReadings } from '@/lib/collection/collect-readings'
import { createSource } from '@/lib/collection/commands/create-source'
import { executeRun } from '@/lib/collection/commands/execute-run'
import { startInlineRun } from '@/lib/collection/commands/start-manual-run'
import { guildhallKind } from '@/lib/collection/kinds/guildhall'
import { getRun } from '@/lib/collection/queries/runs'
import { createSourceBody } from '@/lib/collection/schema'
import type { DB } from '@/lib/core/db/schema.generated'
import { log } from '@/lib/core/log'
import { cliActor } from '@/lib/staff/actor'
import { withBenchDatabase } from './support/database'
import { type BenchContext, percentile, timed } from './support/report'

export const diskGigabytes = 2

const SECONDS = 1_800
const MEGABYTE = 1024 ** 2
const FULL = {
  members: 1_000_000,
  open: 100_000,
  instances: 10_000,
  channels: 5_000,
  spaces: 1_000,
  messages: 50_000,
  rounds: 9,
}
const QUICK = { members: 50_000, open: 5_000, instances: 500, channels: 250, spaces: 100, messages: 5_000, rounds: 5 }
type Size = typeof FULL

/** One collection cycle over the mirror of a large community, against loading the rows and counting them in memory. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const size = quick ? QUICK : FULL
  await withBenchDatabase(async ({ db, ownerDb }) => {
    say(
      `creating ${size.members} members, ${size.open} open attendances, ${size.instances} instances, ${size.channels} channels`,
    )
    await makeMirror(ownerDb, size)
    const sourceId = await createSource(db, cliActor, createSourceBody.parse({ name: 'Bench', kind: 'guildhall' }))
    const counted: number[] = []
    const loaded: number[] = []
    const cycles: number[] = []
    for (let round = -1; round < size.rounds; round += 1) {
      const at = new Date()
      let readings: { metric: string; value: number; labels: Record<string, string> }[] = []
      const countMs = await timed(async () => {
        readings = await count(db, at)
      })
      const answer = { value: {} as Record<string, number> }
      const loadMs = await timed(async () => {
        answer.value = await loadAndCount(ownerDb, at)
      })
      requireSame(readings, answer.value)
      const cycleMs = await timed(() => wholeCycle(db, sourceId))
      // The first round warms both.
      if (round < 0) continue
      counted.push(countMs)
      loaded.push(loadMs)
      cycles.push(cycleMs)
    }
    const n = size.rounds
    const [countMs, loadMs, cycleMs] = [percentile(counted, 50), percentile(loaded, 50), percentile(cycles, 50)]
    report({ figure: 'loading_vs_counting', value: loadMs / countMs, unit: 'ratio', bar: 20, wants: 'at least', n })
    report({ figure: 'loading_vs_whole_cycle', value: loadMs / cycleMs, unit: 'ratio', n })
    report({ figure: 'counting', value: countMs, unit: 'milliseconds', n })
    report({ figure: 'whole_cycle', value: cycleMs, unit: 'milliseconds', n })
    report({ figure: 'memory_of_a_cycle', value: await memoryGrowth(db, sourceId), unit: 'megabytes', bar: 32, n: 20 })
  })
}

async function count(db: Kysely<DB>, at: Date) {
  const context = { db, slot: at, at, intervalSeconds: SECONDS, timeoutMs: 60_000, config: {}, secrets: {}, log }
  const signal = new AbortController().signal
  const { readings, errors } = await collectReadings(guildhallKind, { ...context, signal }, { timeoutMs: 60_000 })
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return readings
}

async function wholeCycle(db: Kysely<DB>, sourceId: string): Promise<void> {
  const run = await startInlineRun(db, cliActor, { sourceId, workerId: '00000000-0000-4000-8000-000000000000' })
  await executeRun(db, run, { signal: new AbortController().signal, log })
  const { status, errors } = await getRun(db, String(run.id))
  if (status !== 'succeeded') throw new Error(`the run ${status}: ${JSON.stringify(errors)}`)
}

/** What resident memory has grown by after twenty more cycles. */
async function memoryGrowth(db: Kysely<DB>, sourceId: string): Promise<number> {
  const before = process.memoryUsage.rss()
  for (let index = 0; index < 20; index += 1) await wholeCycle(db, sourceId)
  return Math.max(0, process.memoryUsage.rss() - before) / MEGABYTE
}

async function makeMirror(db: Kysely<DB>, size: Size): Promise<void> {
  await sql`insert into origin (name) values ('bench')`.execute(db)
  await sql`insert into member (origin_id, external_id, joined_at, left_at)
    select 1, n::text, now() - n % 1000 * interval '1 day', case when n % 20 = 0 then now() - interval '1 hour' end
    from generate_series(1, ${size.members}::int) as n`.execute(db)
  await sql`insert into space (origin_id, external_id, name, scene)
    select 1, n::text, 'space ' || n, 'scene ' || n % 50 from generate_series(1, ${size.spaces}::int) as n`.execute(db)
  await sql`insert into channel (origin_id, external_id, name)
    select 1, n::text, 'channel ' || n from generate_series(1, ${size.channels}::int) as n`.execute(db)
  await sql`insert into instance (origin_id, external_id, space_id, channel_id, started_at)
    select 1, n::text, case when n % 4 > 0 then n % ${size.spaces}::int + 1 end,
      case when n % 4 = 0 then n % ${size.channels}::int + 1 end, now() - interval '2 hours'
    from generate_series(1, ${size.instances}::int) as n`.execute(db)
  await sql`insert into attendance (started_at, member_id, instance_id)
    select now() - n % 100 * interval '1 minute', n % ${size.members}::int + 1, n % ${size.instances}::int + 1
    from generate_series(1, ${size.open}::int) as n`.execute(db)
  await sql`insert into attendance (started_at, ended_at, member_id, instance_id)
    select now() - interval '10 days', now() - interval '9 days', n, n % ${size.instances}::int + 1
    from generate_series(1, ${size.members}::int) as n`.execute(db)
  await sql`insert into message (sent_at, channel_id, member_id, length)
    select now() - n % 1800 * interval '1 second', n * 7 % ${size.channels}::int + 1, n * 13 % ${size.members}::int + 1, 10
    from generate_series(1, ${size.messages}::int) as n`.execute(db)
  await sql`vacuum analyze`.execute(db)
}

/** The way that a collector goes that knows no SQL but SELECT: all rows into memory, and counted there. */
async function loadAndCount(db: Kysely<DB>, at: Date): Promise<Record<string, number>> {
  const rows = <T>(query: ReturnType<typeof sql<T>>) => query.execute(db).then((result) => result.rows)
  const isOpen = (row: { started_at: Date; ended_at: Date | null }) =>
    row.started_at <= at && (row.ended_at === null || row.ended_at > at)
  const members = await rows(sql<{ joined_at: Date; left_at: Date | null }>`select id, joined_at, left_at from member`)
  const instances = await rows(
    sql<{ id: number; channel_id: number | null; space_id: number | null; started_at: Date; ended_at: Date | null }>`
      select id, channel_id, space_id, started_at, ended_at from instance`,
  )
  const attendances = await rows(
    sql<{ member_id: number; instance_id: number; started_at: Date; ended_at: Date | null }>`
      select member_id, instance_id, started_at, ended_at from attendance where ended_at is null or ended_at > ${at}`,
  )
  const messages = await rows(
    sql<{ channel_id: number }>`select channel_id, member_id from message
      where sent_at >= ${new Date(at.getTime() - SECONDS * 1_000)} and sent_at < ${at}`,
  )
  const channels = await rows(sql<{ id: number }>`select id, name from channel`)
  const running = new Map(instances.filter(isOpen).map((instance) => [instance.id, instance]))
  const present = attendances.filter((row) => isOpen(row) && running.has(row.instance_id))
  return {
    active_users: new Set(present.map((row) => row.member_id)).size,
    channel_users: new Set(
      present.filter((row) => running.get(row.instance_id)?.channel_id).map((row) => row.member_id),
    ).size,
    active_instances: running.size,
    active_spaces: new Set([...running.values()].flatMap((instance) => instance.space_id ?? [])).size,
    active_channels: new Set(messages.map((row) => row.channel_id)).size,
    channels: channels.length,
    members: members.filter((row) => row.joined_at <= at && (row.left_at === null || row.left_at > at)).length,
  }
}

function requireSame(
  readings: { metric: string; value: number; labels: object }[],
  expected: Record<string, number>,
): void {
  for (const [metric, value] of Object.entries(expected)) {
    const found = readings.find((reading) => reading.metric === metric && Object.keys(reading.labels).length === 0)
    if (found?.value !== value) throw new Error(`${metric} is ${found?.value} by SQL and ${value} by counting rows`)
  }
}

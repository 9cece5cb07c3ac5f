import fc from 'fast-check'
import { sql } from 'kysely'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { importCsv, type MessageRow, readMirror, toCsv } from '@/tests/support/community'
import { expect, test } from '@/tests/support/database'
import { createProgressMeter } from './progress'

const DAY_MS = 86_400_000
const BAD = ['', 'x,y', '1,m,c,n,t,yesterday,3', ',m,c,n,t,2024-01-01T00:00:00Z,3', '9,m,"c']

let sources = 0
const aSource = () => {
  sources += 1
  return `source ${sources}`
}

const messageRow = fc.record({
  id: fc.integer({ min: 1, max: 9 }).map(String),
  member: fc.constantFrom('m1', 'm2', 'm3'),
  channel: fc.constantFrom('c1', 'c2'),
  channelName: fc.constantFrom('general', 'renamed', 'third'),
  topic: fc.constantFrom('', 't1', 't2'),
  // Three months, so that messages move from one partition to another.
  sentAt: fc.integer({ min: 0, max: 90 }).map((day) => new Date(Date.UTC(2021, 0, 1) + day * DAY_MS).toISOString()),
  length: fc.integer({ min: 0, max: 5 }),
})
const lines = fc.array(
  fc.oneof({ weight: 6, arbitrary: messageRow }, { weight: 1, arbitrary: fc.constantFrom(...BAD) }),
  {
    maxLength: 30,
  },
)

const rowsOf = (file: readonly (MessageRow | string)[]): MessageRow[] => file.filter((line) => typeof line !== 'string')

/** What the mirror must hold after the lines, computed one by one. */
function expected(file: readonly (MessageRow | string)[]): MessageRow[] {
  const last = [...new Map(rowsOf(file).map((row) => [row.id, row])).values()]
  const place = (row: MessageRow) => file.lastIndexOf(row)
  const nameOf = (channel: string) =>
    last
      .filter((row) => row.channel === channel)
      .reduce((a, b) => (a.sentAt > b.sentAt || (a.sentAt === b.sentAt && place(a) > place(b)) ? a : b)).channelName
  return last.map((row) => ({ ...row, channelName: nameOf(row.channel) })).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Without names, where two messages of a channel at the same instant name it differently. */
const withoutNames = (rows: MessageRow[]) => rows.map((row) => ({ ...row, channelName: '' }))

describe('an import', () => {
  test('ends with the last line of each message, and again changes nothing', async ({ db }) => {
    await fc.assert(
      fc.asyncProperty(lines, async (file) => {
        const source = aSource()
        const csv = toCsv(file)
        const first = await importCsv(db, source, csv)
        const mirror = await readMirror(db, source)
        expect(withoutNames(mirror)).toEqual(withoutNames(expected(file)))
        const bad = file.filter((line) => typeof line === 'string' && line !== '').length
        const messages = mirror.length
        expect(first.counts).toEqual({
          lines: rowsOf(file).length + bad,
          messages,
          new: messages,
          changed: 0,
          unchanged: 0,
          superseded: rowsOf(file).length - messages,
          rejected: bad,
        })
        const again = await importCsv(db, source, csv)
        expect(again.counts).toEqual({ ...first.counts, new: 0, unchanged: messages })
        expect(await readMirror(db, source)).toEqual(mirror)
      }),
      { numRuns: 15 },
    )
  }, 120_000)

  test('brings a mirror of older lines to the newer ones, one by one as much as at once', async ({ db }) => {
    await fc.assert(
      fc.asyncProperty(lines, lines, async (older, newer) => {
        const [source, other] = [aSource(), aSource()]
        await importCsv(db, source, toCsv(older))
        const before = await readMirror(db, source)
        const dry = await importCsv(db, source, toCsv(newer), { isDryRun: true })
        expect(await readMirror(db, source)).toEqual(before)
        const wet = await importCsv(db, source, toCsv(newer))
        expect(dry.counts).toEqual(wet.counts)
        await importCsv(db, other, toCsv([...older, ...newer]))
        expect(withoutNames(await readMirror(db, source))).toEqual(withoutNames(await readMirror(db, other)))
        const known = new Set(before.map((row) => row.id))
        expect(wet.counts.new).toBe(expected(newer).filter((row) => !known.has(row.id)).length)
      }),
      { numRuns: 10 },
    )
  }, 120_000)

  test('stopped after any batch and run again equals one that was not stopped', async ({ db }) => {
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 0, max: 4 }), async (file, batches) => {
        const [stopped, whole] = [aSource(), aSource()]
        await importCsv(db, whole, toCsv(file))
        const stop = new AbortController()
        const meter = createProgressMeter(() => performance.now())
        let merged = 0
        const counting = {
          ...meter,
          advance: (...progress: Parameters<typeof meter.advance>) => {
            meter.advance(...progress)
            if (meter.read().progress.phase === 'merging') merged += 1
            if (merged > batches) stop.abort(new Error('stopped'))
          },
        }
        const run = { batchMessages: 2, meter: counting, signal: stop.signal }
        await importCsv(db, stopped, toCsv(file), run).catch((error: Error) => expect(error.message).toBe('stopped'))
        await importCsv(db, stopped, toCsv(file), { batchMessages: 3 })
        expect(await readMirror(db, stopped)).toEqual(await readMirror(db, whole))
        expect(await activityOf(db, stopped)).toEqual(await activityOf(db, whole))
      }),
      { numRuns: 10 },
    )
  }, 120_000)

  test('names a channel after its latest message, whatever the order of the lines', async ({ db }) => {
    const row = {
      id: '1',
      member: 'm',
      channel: 'c',
      channelName: 'new',
      topic: '',
      sentAt: '2021-03-01T00:00:00Z',
      length: 1,
    }
    const older = { ...row, id: '2', channelName: 'old', sentAt: '2021-02-01T00:00:00Z' }
    const source = aSource()
    await importCsv(db, source, toCsv([row, older]))
    expect((await readMirror(db, source)).map(({ channelName }) => channelName)).toEqual(['new', 'new'])
    await importCsv(db, source, toCsv([{ ...older, id: '3' }]))
    expect((await readMirror(db, source)).map(({ channelName }) => channelName)).toEqual(['new', 'new', 'new'])
  })

  test('leaves alone what a file does not state, and text that is older than text is kept', async ({ db }) => {
    const source = aSource()
    const at = new Date(Date.now() - DAY_MS).toISOString()
    const head = 'message_id,member_id,channel_id,sent_at'
    await importCsv(db, source, `${head},topic,text\n1,m,c,${at},t1,Hello\n2,m,c,2020-01-01T00:00:00Z,t1,Old\n`)
    const again = await importCsv(db, source, `${head}\n1,m,c,${at}\n2,m,c,2020-01-01T00:00:00Z\n`)
    expect(again.counts).toMatchObject({ new: 0, changed: 0, unchanged: 2 })
    const { rows } = await sql`select external_id, topic, text, length from message_key
      join message on message.id = message_id and message.sent_at = message_key.sent_at
      where origin_id = (select id from origin where name = ${source}) order by 1`.execute(db)
    expect(rows).toEqual([
      { external_id: '1', topic: 't1', text: 'Hello', length: 5 },
      { external_id: '2', topic: 't1', text: null, length: 3 },
    ])
  })

  test('of two files at once loses nothing and deadlocks not', async ({ db }) => {
    const source = aSource()
    const file = (shift: number) =>
      Array.from({ length: 300 }, (_, n): MessageRow => {
        const id = (n * 7 + shift) % 400
        const sentAt = new Date(Date.UTC(2021, 0, 1 + (id % 60))).toISOString()
        return {
          id: String(id),
          member: `m${id % 20}`,
          channel: `c${id % 3}`,
          channelName: 'n',
          topic: '',
          sentAt,
          length: 1,
        }
      })
    const files = [file(0), file(100), file(200).reverse(), file(300)]
    await Promise.all(files.map((rows) => importCsv(db, source, toCsv(rows), { batchMessages: 50 })))
    expect(withoutNames(await readMirror(db, source))).toEqual(withoutNames(expected(files.flat())))
    const { rows } = await sql<{ wrong: number }>`
      with real as (
        select distinct member_id, (sent_at at time zone 'UTC')::date as day from message
      ), kept as (
        select member_id, date '2000-01-01' + block * 384 + bit as day from activity, generate_series(0, 383) as bit
        where kind = 'message' and get_bit(days, bit) = 1
      )
      select count(*)::int as wrong from real full join kept using (member_id, day)
      where real.member_id is null or kept.member_id is null`.execute(db)
    expect(rows).toEqual([{ wrong: 0 }])
  }, 60_000)
})

/** Bitmaps and members of an origin, by the members' external ids. */
async function activityOf(db: Db, source: string): Promise<unknown[]> {
  const { rows } = await sql`
    select member.external_id, member.first_active_on, member.last_active_at, activity.block, activity.days
    from member join origin on origin.id = member.origin_id and origin.name = ${source}
    left join activity on activity.member_id = member.id and activity.days <> repeat('0', 384)::bit(384)
    order by 1, 4`.execute(db)
  return rows
}

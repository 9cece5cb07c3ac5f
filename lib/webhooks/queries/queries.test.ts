import { sql } from 'kysely'
import { createPool } from '@/lib/core/db/client'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { findLargeScans, formatStatements, noteStatements } from '@/tests/support/sql-snapshot'
import { allowLoopback } from '@/tests/support/webhooks'
import { cancelDeliveries, resumeDeliveries } from '../commands/cancel-deliveries'
import { createEndpoint } from '../commands/create-endpoint'
import { deleteExpiredDeliveries, eraseDeliveries, eraseReportOutcomes } from '../commands/delete-deliveries'
import { deliver } from '../commands/deliver'
import { queueDeliveries } from '../commands/queue-deliveries'
import { replayFailed } from '../commands/replay-dead'
import { replayDelivery } from '../commands/replay-delivery'
import { sweepDeliveries } from '../commands/sweep-deliveries'
import { getDelivery, listDeliveries, listDeliveriesOf } from './deliveries'
import { getEndpoint, listEndpoints } from './endpoints'

const DELIVERIES = 60_000
/** A table of so many rows is not read from end to end. */
const LARGE = 10_000

interface Filled {
  endpoint: string
  /** Dead letters, one for each that changes its own. */
  dead: string[]
}

allowLoopback()

let filling: Promise<Filled> | undefined

/** Years of deliveries to four endpoints, of which few were given up and hardly any is on its way. */
async function fill(db: Db, ownerDb: Db): Promise<Filled> {
  const made = await Promise.all(
    [1, 2, 3, 4].map((n) =>
      createEndpoint(db, cliActor, { url: `http://127.0.0.1:${n}/`, events: ['moderation.action'] }),
    ),
  )
  const ids = made.map(({ id }) => id)
  await sql`
    insert into webhook_delivery (endpoint_id, event, subject, payload, state, created_at, settled_at, next_at)
    select (${ids}::uuid[])[n % 4 + 1], case when n % 50 = 0 then 'moderation.appeal' else 'moderation.action' end,
      'd-' || n / 4, '{"type":"moderation.action"}', one.state, to_timestamp(1700000000 + n * 60),
      case when one.state <> 'pending' then to_timestamp(1700000000 + n * 60) end,
      case when one.state = 'pending' then to_timestamp(1700000000 + n * 60) end
    from generate_series(1, ${DELIVERIES}::int) as n
    cross join lateral (
      select case when n % 997 = 0 then 'dead' when n % 9001 = 0 then 'pending' else 'delivered' end as state
    ) as one`.execute(db)
  await sql`vacuum analyze webhook_delivery, webhook_endpoint`.execute(ownerDb)
  const rows = await db
    .selectFrom('webhook_delivery')
    .select('id')
    .where('state', '=', 'dead')
    .where('endpoint_id', '<>', ids[0] ?? '')
    .limit(2)
    .execute()
  return { endpoint: ids[0] ?? '', dead: rows.map(({ id }) => id) }
}

const listed = async (db: Db, filter: Partial<Parameters<typeof listDeliveries>[1]>): Promise<void> => {
  const { next } = await listDeliveries(db, { limit: 20, ...filter })
  if (next) await listDeliveries(db, { limit: 20, ...filter, after: next })
}

const ASKED: Record<string, (db: Db, filled: Filled) => Promise<unknown>> = {
  endpoints: async (db, { endpoint }) => {
    const { next } = await listEndpoints(db, { limit: 2 })
    await listEndpoints(db, { limit: 2, after: next ?? '' })
    await getEndpoint(db, endpoint)
  },
  deliveries: (db) => listed(db, {}),
  'deliveries-of-endpoint': (db, { endpoint }) => listed(db, { endpoint }),
  'deliveries-of-endpoint-and-state': (db, { endpoint }) => listed(db, { endpoint, state: 'dead' }),
  'deliveries-of-state': (db) => listed(db, { state: 'dead' }),
  'deliveries-of-event': (db) => listed(db, { event: 'moderation.appeal' }),
  'deliveries-of-subject': async (db) => {
    await listed(db, { subject: 'd-7' })
    await listDeliveriesOf(db, ['d-7'])
  },
  delivery: (db, { dead }) => getDelivery(db, dead[0] ?? ''),
  queue: (db) =>
    inTransaction(db, (trx) =>
      queueDeliveries(trx, { event: 'moderation.action', subject: 'new', kind: 'hide', data: {}, at: new Date() }),
    ),
  cancel: (db) => inTransaction(db, (trx) => cancelDeliveries(trx, { subject: 'd-9' })),
  'cancel-kinds': (db) =>
    inTransaction(db, async (trx) => {
      await cancelDeliveries(trx, { subject: 'd-11', kinds: ['hide'] })
      await resumeDeliveries(trx, { subject: 'd-11', kinds: ['hide'], revivedAt: new Date() })
    }),
  replay: (db, { dead }) => replayDelivery(db, cliActor, dead[0] ?? ''),
  'replay-dead': (db, { endpoint }) => replayFailed(db, cliActor, endpoint),
  sweep: (db) => sweepDeliveries(db),
  forget: async (db) => {
    await inTransaction(db, async (trx) => {
      await eraseDeliveries(trx, ['d-11'])
      await eraseReportOutcomes(trx, { subjects: ['d-12'], reporter: 'u1' })
    })
    // Of six weeks the first day.
    const keepDeliveryDays = Math.floor((Date.now() / 1000 - 1_700_000_000) / 86_400)
    const kept = { keepDeliveryDays, keepDeadDeliveryDays: keepDeliveryDays }
    await deleteExpiredDeliveries(db, kept, new Date(), new AbortController().signal)
  },
  deliver: async (db, { dead: [, id = ''] }) => {
    await replayDelivery(db, cliActor, id)
    await deliver(db, id, { random: () => 0.5 })
  },
}

for (const [name, ask] of Object.entries(ASKED)) {
  test(`${name} reads no large table from end to end, and its SQL is the recorded one`, async ({
    db,
    ownerDb,
    connectionString,
  }) => {
    filling ??= fill(db, ownerDb)
    const filled = await filling
    const pool = createPool(connectionString)
    try {
      const noted = noteStatements(pool)
      await ask(noted.db, filled)
      const own = noted.take().filter(({ sql: text }) => /webhook_/.test(text))
      expect(await findLargeScans(pool, own, LARGE)).toEqual([])
      await expect(formatStatements(own)).toMatchFileSnapshot(`sql/${name}.sql`)
    } finally {
      await pool.end()
    }
  }, 60_000)
}

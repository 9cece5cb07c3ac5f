import { sql } from 'kysely'
import { z } from 'zod'
import { collectionMetrics } from '../metrics'
import { INTERVAL_SECONDS_DEFAULT } from '../schema'
import type { CollectContext, CollectorKind, Reading } from './kind'
import { systemProbe } from './system-probe'

const configSchema = z.strictObject({})

/** The machine, the worker process that collects, and the database under it. */
export const systemKind: CollectorKind<typeof configSchema> = {
  kind: 'system',
  title: 'System',
  description: 'The host, the worker that collects, and the database: CPU, memory, event loop, size and connections.',
  configSchema,
  defaultIntervalSeconds: INTERVAL_SECONDS_DEFAULT,
  metrics: collectionMetrics.map(({ name }) => name),
  collect,
  async test({ db }) {
    await sql`select pg_database_size(current_database())`.execute(db)
    return { isOk: true, message: 'Guildhall can read the host and the database.' }
  },
}

async function* collect({ db }: CollectContext<unknown, unknown>): AsyncIterable<Reading> {
  const { hostCpu, processCpu, residentBytes, eventLoopDelaySeconds } = await systemProbe().take()
  yield { metric: 'system_host_cpu', value: hostCpu }
  yield { metric: 'system_process_cpu', value: processCpu }
  yield { metric: 'system_resident_memory', value: residentBytes }
  yield { metric: 'system_event_loop_delay', value: eventLoopDelaySeconds }
  const { rows } = await sql<{ size: number; connections: number }>`
    select pg_database_size(current_database()) as size,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`.execute(db)
  const [database] = rows
  if (!database) throw new Error('the database returned nothing')
  yield { metric: 'system_database_size', value: database.size }
  yield { metric: 'system_database_connections', value: database.connections }
}

import { createDb, createPool } from '@/lib/core/db/client'
import { consumeEvent } from '@/lib/core/events/consume'
import { consumeEventTask } from '@/lib/core/events/tasks'
import { log } from '@/lib/core/log'
import { job } from '@/lib/domain'
import { startJobRunner } from '@/workers/job-runner'
import { aRegistry, hearing } from './consumed-events'

/** A process that gives events to the consumer of a test as a worker would, until it is killed. */
const connectionString = process.env.DATABASE_URL ?? ''
const registry = aRegistry(hearing())
const isStopping = process.env.STOPS_AFTER_EVENT === 'yes'
await startJobRunner({
  db: createDb(createPool(connectionString)),
  connectionString,
  tasks: [
    job(consumeEventTask, async () => async (delivery, { db }) => {
      await consumeEvent(db, registry, delivery)
      // It never gets to say that the job is over.
      if (isStopping) await new Promise(() => undefined)
    }),
  ],
  log,
})
process.send?.('ready')

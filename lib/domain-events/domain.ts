import { consumeEventTask, sweepEventsTask } from '@/lib/core/events/tasks'
import { type Domain, job } from '../domain'
import { domainEvents } from './domain.shared'

const eraseEvents = () => import('@/lib/core/events/erase-events')

/** What events in general need; each domain declares its own events and consumers. */
export const domainEventsDomain: Domain = {
  shared: domainEvents,
  jobs: [
    job(consumeEventTask, async () => (await import('./jobs/consume-event')).handler),
    job(sweepEventsTask, async () => (await import('./jobs/sweep-events')).handler, { at: '*/5 * * * *' }),
  ],
  retention: [
    {
      name: 'events',
      load: async () => {
        const { dropOldEvents } = await eraseEvents()
        return (db, _settings, now, signal) => dropOldEvents(db, now, signal)
      },
    },
  ],
  erasure: [
    {
      phase: 'before identity',
      load: async () => {
        const { eraseEventsOf } = await eraseEvents()
        return async (trx, { ids }) => void (await eraseEventsOf(trx, ids))
      },
    },
  ],
}

import { type Domain, job } from '../domain'
import { webhooks } from './domain.shared'
import { WEBHOOK_EVENTS } from './events'
import { RETENTION_SETTINGS } from './retention-settings'
import { deliverWebhookTask, sweepDeliveriesTask } from './tasks'

export const webhooksDomain: Domain = {
  shared: webhooks,
  retentionSettings: RETENTION_SETTINGS,
  jobs: [
    job(deliverWebhookTask, async () => (await import('./jobs/deliver-webhook')).handler, { pool: 'outbound' }),
    job(sweepDeliveriesTask, async () => (await import('./jobs/sweep-deliveries')).handler, { at: '*/5 * * * *' }),
  ],
  consumers: [
    {
      name: 'webhooks',
      events: WEBHOOK_EVENTS,
      // What is undone is called off, and what comes next depends on what is queued: deliveries are there at once.
      runsIn: 'transaction',
      load: async () => (await import('./commands/queue-events')).queueEvents,
    },
  ],
  attention: [
    {
      permission: 'webhooks:read',
      topics: ['webhooks'],
      load: async () => (await import('./queries/dead-deliveries')).findAttention,
    },
  ],
  healthChecks: [
    {
      name: 'webhook-deliveries',
      title: 'Webhooks',
      load: async () => (await import('./queries/dead-deliveries')).checkDeliveries,
    },
  ],
  retention: [
    { name: 'deliveries', load: async () => (await import('./commands/delete-deliveries')).deleteExpiredDeliveries },
  ],
}

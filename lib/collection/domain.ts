import type { Domain } from '../domain'
import { collection } from './domain.shared'
import { collectionMetrics } from './metrics'
import { RETENTION_SETTINGS } from './retention-settings'

export const collectionDomain: Domain = {
  shared: collection,
  retentionSettings: RETENTION_SETTINGS,
  metrics: collectionMetrics,
  attention: [
    {
      permission: 'health:read',
      topics: ['runs', 'sources', 'health'],
      load: async () => (await import('./queries/find-attention')).findAttention,
    },
  ],
  search: [
    { title: 'Sources', permission: 'sources:read', load: async () => (await import('./queries/search')).findSources },
  ],
  retention: [{ name: 'runs', load: async () => (await import('./commands/delete-expired-runs')).deleteExpiredRuns }],
  commands: [async () => (await import('./cli')).register],
}

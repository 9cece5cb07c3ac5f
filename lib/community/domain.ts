import { type Domain, job } from '../domain'
import { activity } from './activity'
import { community } from './domain.shared'
import { communityMetrics } from './metrics'
import { RETENTION_SETTINGS } from './retention-settings'
import { ensurePartitionsTask, importFileTask } from './tasks'

const DAY_MS = 86_400_000

export const communityDomain: Domain = {
  shared: community,
  retentionSettings: RETENTION_SETTINGS,
  activity,
  metrics: communityMetrics,
  jobs: [
    job(importFileTask, async () => (await import('./jobs/import-file')).handler),
    // An installation that was off for a season has no partition for today.
    job(ensurePartitionsTask, async () => (await import('./jobs/keep-partitions')).handler, {
      at: '17 */6 * * *',
      catchUpMs: DAY_MS,
      isRequestedAtStart: true,
    }),
  ],
  attention: [
    {
      permission: 'imports:write',
      topics: ['imports', 'samples'],
      load: async () => (await import('./queries/find-attention')).findAttention,
    },
  ],
  search: [
    { title: 'Members', permission: 'members:read', load: async () => (await import('./queries/search')).findMembers },
    {
      title: 'Channels',
      permission: 'metrics:read',
      load: async () => (await import('./queries/search')).findChannels,
    },
  ],
  memberParts: [
    {
      title: 'Accounts',
      permission: 'members:read',
      topics: ['imports'],
      load: async () => (await import('./queries/member-facts')).listAccounts,
    },
  ],
  retention: [{ name: 'texts', load: async () => (await import('./commands/drop-old-text')).clearExpiredMessageText }],
  commands: [async () => (await import('./cli')).register],
}

import type { Db } from '@/lib/core/db/types'
import { type Domain, type DropOld, job } from '../domain'
import { moderation } from './domain.shared'
import { appealLinks } from './links'
import { moderationMetrics } from './metrics'
import { RETENTION_SETTINGS } from './retention-settings'
import { backtestRuleTask, copyMediaTask, rescoreReportersTask, sweepBacktestsTask } from './tasks'

const dropOld = () => import('./commands/screening/delete-expired')
const erasePerson = () => import('./commands/erasure/erase-person')

/** Of what is kept for a time that no setting changes. */
const byTime =
  (drop: (db: Db, now: Date, signal: AbortSignal) => Promise<number>): DropOld =>
  (db, _settings, now, signal) =>
    drop(db, now, signal)

export const moderationDomain: Domain = {
  shared: moderation,
  retentionSettings: RETENTION_SETTINGS,
  metrics: moderationMetrics,
  linkPurposes: [appealLinks],
  jobs: [
    job(rescoreReportersTask, async () => (await import('./jobs/rescore-reporters')).handler),
    job(backtestRuleTask, async () => (await import('./jobs/backtest-rule')).handler),
    job(sweepBacktestsTask, async () => (await import('./jobs/sweep-backtests')).handler, { at: '*/5 * * * *' }),
    job(copyMediaTask, async () => (await import('./jobs/keep-media')).handler, { pool: 'outbound' }),
  ],
  counts: [
    {
      href: '/moderation',
      permission: 'queues:read',
      topics: ['cases', 'queues'],
      load: async () => (await import('./queries/count-open-cases')).countOpenCases,
    },
  ],
  attention: [
    {
      permission: 'queues:read',
      topics: ['rules', 'cases', 'queues'],
      load: async () => (await import('./queries/find-attention')).findAttention,
    },
  ],
  search: [
    { title: 'Cases', permission: 'cases:read', load: async () => (await import('./queries/search')).findCase },
    { title: 'Rules', permission: 'rules:read', load: async () => (await import('./queries/search')).findRules },
    {
      title: 'Policies',
      permission: 'policies:read',
      load: async () => (await import('./queries/search')).findPolicies,
    },
  ],
  demo: {
    fill: async () => {
      const { createModeration: makeModeration } = await import('./demo/moderation')
      return async (db, context) => void (await makeModeration(db, context))
    },
    simulate: async () => (await import('./demo/moderation')).simulateOffences,
  },
  retention: [
    { name: 'screened', load: async () => byTime((await dropOld()).deleteExpiredScreenedItems) },
    { name: 'hitTexts', load: async () => (await dropOld()).clearExpiredHitTexts },
    { name: 'answers', load: async () => byTime((await dropOld()).deleteExpiredScores) },
    { name: 'backtests', load: async () => (await dropOld()).clearExpiredBacktestSamples },
    { name: 'evidence', load: async () => (await import('./commands/drop-old-evidence')).clearExpiredEvidence },
    { name: 'media', load: async () => (await import('./commands/media/delete-media')).deleteExpiredMedia },
  ],
  erasure: [
    { phase: 'before identity', load: async () => (await erasePerson()).eraseBeforeIdentity },
    {
      phase: 'after identity',
      load: async () => (await erasePerson()).eraseAfterIdentity,
      topics: ['cases', 'appeals', 'rules'],
    },
  ],
  commands: [async () => (await import('./cli')).register],
}

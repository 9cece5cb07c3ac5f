import { type Domain, job } from '../domain'
import { metrics } from './domain.shared'
import { RETENTION_SETTINGS } from './retention-settings'
import { backfillTask, countNewMetricsTask, rebuildDaysTask, recountDaysTask, rollUpTask, touchRowsTask } from './tasks'

export const metricsDomain: Domain = {
  shared: metrics,
  retentionSettings: RETENTION_SETTINGS,
  jobs: [
    job(touchRowsTask, async () => (await import('./jobs/touch-rows')).handler),
    job(countNewMetricsTask, async () => (await import('./jobs/count-new-metrics')).handler, {
      isRequestedAtStart: true,
    }),
    job(rollUpTask, async () => (await import('./jobs/roll-up')).handler),
    job(recountDaysTask, async () => (await import('./jobs/recount-days')).handler),
    job(rebuildDaysTask, async () => (await import('./jobs/rebuild-days')).handler),
    job(backfillTask, async () => (await import('./jobs/backfill')).handler),
  ],
  retention: [{ name: 'samples', load: async () => (await import('./commands/apply-retention')).deleteExpiredSamples }],
  settingChanges: [
    // What a day is and who is active on it: every figure by day follows.
    {
      settings: ['zone', 'activityKinds'],
      load: async () => (await import('./commands/request-rebuild')).requestRebuild,
    },
  ],
  commands: [async () => (await import('./cli')).register],
}

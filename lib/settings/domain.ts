import { type Domain, job } from '../domain'
import { settings } from './domain.shared'
import { applyRetentionTask } from './tasks'

const DAY_MS = 86_400_000

export const settingsDomain: Domain = {
  shared: settings,
  jobs: [
    job(applyRetentionTask, async () => (await import('./jobs/apply-retention')).handler, {
      at: '41 3 * * *',
      catchUpMs: DAY_MS,
    }),
  ],
  commands: [async () => (await import('./cli')).register],
}

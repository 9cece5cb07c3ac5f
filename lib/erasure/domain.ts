import { type Domain, job } from '../domain'
import { erasure } from './domain.shared'
import { eraseMessagesTask } from './tasks'

export const erasureDomain: Domain = {
  shared: erasure,
  jobs: [job(eraseMessagesTask, async () => (await import('./jobs/erase-messages')).handler)],
  commands: [async () => (await import('./cli')).register],
}

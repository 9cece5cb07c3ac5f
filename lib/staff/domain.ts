import { type Domain, job } from '../domain'
import { staff } from './domain.shared'
import { invitationLinks } from './links'
import { reportRefusalsTask } from './tasks'

export const staffDomain: Domain = {
  shared: staff,
  linkPurposes: [invitationLinks],
  jobs: [job(reportRefusalsTask, async () => (await import('./jobs/report-refusals')).handler, { at: '* * * * *' })],
  search: [
    { title: 'Staff', permission: 'staff:read', load: async () => (await import('./queries/search')).findStaff },
  ],
  retention: [{ name: 'sessions', load: async () => (await import('./commands/end-sessions')).deleteExpiredSessions }],
  commands: [async () => (await import('./cli')).register, async () => (await import('./key-cli')).register],
}

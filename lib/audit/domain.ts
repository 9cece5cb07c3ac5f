import { type Domain, job } from '../domain'
import { audit } from './domain.shared'
import { sendAuditHeadTask } from './tasks'

export const auditDomain: Domain = {
  shared: audit,
  jobs: [job(sendAuditHeadTask, async () => (await import('./jobs/send-audit-head')).handler)],
  attention: [
    { permission: 'audit:read', topics: ['audit'], load: async () => (await import('./check-head')).findAttention },
  ],
  healthChecks: [
    { name: 'audit-head', title: 'Audit log', load: async () => (await import('./check-head')).checkHead },
  ],
  erasure: [{ phase: 'after identity', load: async () => (await import('./erase-details')).eraseDetails }],
  commands: [async () => (await import('./cli')).register],
}

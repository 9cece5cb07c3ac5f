import { listAuditActions } from '@/lib/audit/queries'
import { auditActionList } from '@/lib/audit/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'audit:read', summary: 'List the actions in the audit log', answer: auditActionList },
  async ({ db }) => json({ items: await listAuditActions(db) }),
)

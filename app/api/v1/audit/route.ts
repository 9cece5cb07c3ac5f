import { listAudit } from '@/lib/audit/queries'
import { auditPage, auditQuery } from '@/lib/audit/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'audit:read', summary: 'List entries of the audit log', answer: auditPage, query: auditQuery },
  async ({ db, query }) => json(await listAudit(db, query)),
)

import { listAudit } from '@/lib/audit/queries'
import { auditPage, auditQuery } from '@/lib/audit/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'audit:read', summary: 'List audit entries', answer: auditPage, query: auditQuery },
  async ({ db, query }) => json(await listAudit(db, query)),
)

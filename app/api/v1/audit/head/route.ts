import { getAuditHead } from '@/lib/audit/queries'
import { auditHeadView } from '@/lib/audit/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** The newest entry's id and hash, which vouch for all before it: to be noted somewhere else. */
export const GET = route(
  { permission: 'audit:read', summary: 'Get the newest entry of the audit log', answer: auditHeadView },
  async ({ db }) => json({ head: await getAuditHead(db) }),
)

import { getAuditHead } from '@/lib/audit/queries'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** The newest entry's id and hash, which vouch for all before it: to be noted somewhere else. */
export const GET = route({ permission: 'audit:read' }, async ({ db }) => json({ head: await getAuditHead(db) }))

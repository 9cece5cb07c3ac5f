import { listAuditActions } from '@/lib/audit/queries'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'audit:read' }, async ({ db }) => json({ items: await listAuditActions(db) }))

import { auditChainView } from '@/lib/audit/schema'
import { verifyAudit } from '@/lib/audit/verify'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** Recomputes the whole chain, so it is asked for, never polled; whoever leaves stops it. */
export const GET = route(
  { permission: 'audit:read', summary: 'Verify the audit log', answer: auditChainView },
  async ({ db, request }) => json(await verifyAudit(db, { signal: request.signal })),
)

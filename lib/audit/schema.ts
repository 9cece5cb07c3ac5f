import { z } from 'zod'
import { pageQuery } from '@/lib/core/http/page'
import { instantInput } from '@/lib/core/time/instants'

export const AUDIT_ACTOR_KINDS = ['staff', 'key', 'system', 'cli', 'anonymous'] as const

const text = z.string().min(1).max(200)

/** Which entries to list; `from` and `to` are instants, half-open. */
export const auditQuery = pageQuery.extend({
  /** Id of a staff member or key. */
  actor: text.optional(),
  /** For those without an id: the command line, Guildhall itself, strangers. */
  actorKind: z.enum(AUDIT_ACTOR_KINDS).optional(),
  action: text.optional(),
  targetKind: text.optional(),
  target: text.optional(),
  from: instantInput.optional(),
  to: instantInput.optional(),
})
export type AuditQuery = z.output<typeof auditQuery>

/** Who did what to which thing, when, from where, before and after. */
export const auditView = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({
    kind: z.enum(AUDIT_ACTOR_KINDS),
    id: z.string().nullable(),
    /** The person's or key's name of today; null for the command line, Guildhall itself and strangers. */
    name: z.string().nullable(),
  }),
  action: z.string(),
  targetKind: z.string(),
  target: z.string().nullable(),
  /** `before`, `after` and the like, and `address`; null where it was taken out with an erased member. */
  detail: z.record(z.string(), z.unknown()).nullable(),
})
export type AuditView = z.output<typeof auditView>

/** The actions that stand in the log. */
export const auditActionList = z.object({ items: z.array(z.string()) })

/** Whether the log's chain holds; see `verifyAudit`. */
export const auditChainView = z.object({
  isIntact: z.boolean(),
  entries: z.number(),
  erasedDetails: z.number(),
  brokenAt: z.number().nullable(),
  reason: z.string(),
})
export type AuditChainView = z.output<typeof auditChainView>

import { z } from 'zod'
import { pageOf, pageQuery } from '@/lib/core/http/page'
import { instantInput } from '@/lib/core/time/instants'

export const AUDIT_ACTOR_KINDS = [
  ...(['staff', 'key', 'member', 'guest', 'link', 'automation'] as const),
  ...(['system', 'cli', 'anonymous'] as const),
] as const
export type AuditActorKind = (typeof AUDIT_ACTOR_KINDS)[number]

/** Kinds whose entries name nobody by an id. */
export const hasNoId = (kind: AuditActorKind): boolean => kind === 'system' || kind === 'cli' || kind === 'anonymous'

const text = z.string().min(1).max(200)

/** Which entries to list; `from` and `to` are instants, half-open. */
export const auditQuery = pageQuery.extend({
  /** Id of a staff member or key, or of a member, guest, link or automation. */
  actor: text.optional(),
  /** All of one kind, for example the command line, Guildhall itself, members or strangers. */
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
    /** The name of today of a person, key or member; null for all others. */
    name: z.string().nullable(),
  }),
  action: z.string(),
  targetKind: z.string(),
  target: z.string().nullable(),
  /** `before`, `after` and the like, and `address`; null where it was taken out with an erased member. */
  detail: z.record(z.string(), z.unknown()).nullable(),
})
export type AuditView = z.output<typeof auditView>
export const auditPage = pageOf(auditView)

/** The actions that stand in the log. */
export const auditActionList = z.object({ items: z.array(z.string()) })
export type AuditActionList = z.output<typeof auditActionList>

/** The newest entry: its hash covers all entries before it. */
export const auditHead = z.object({
  id: z.number().int().positive(),
  /** SHA-256 in hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO 8601 in UTC, with microseconds. */
  at: z.string(),
})
export type AuditHead = z.output<typeof auditHead>

/** A head as it was recorded beside the data, and since which entry and when this machine has recorded heads. */
/** No log gets so far: an id beyond is no head, and must not become the floor of the ids to come. */
const HEAD_ID_MAX = 1e12

export const recordedHead = auditHead.extend({
  id: z.int().min(1).max(HEAD_ID_MAX),
  since: z.object({ id: z.number(), at: z.string() }),
})
export type RecordedHead = z.output<typeof recordedHead>

export const auditHeadView = z.object({ head: auditHead.nullable() })
export type AuditHeadView = z.output<typeof auditHeadView>

/** What can be wrong with the log, by name. */
export const AUDIT_PROBLEMS = [
  'entry_missing',
  'entry_misplaced',
  'entry_changed',
  'detail_changed',
  'details_missing',
  'head_missing',
  'head_replaced',
  'head_unreadable',
] as const

/** Whether the log's chain holds; see `verifyAudit`. */
export const auditChainView = z.object({
  isIntact: z.boolean(),
  /** Null where nothing is wrong. `head_…`: the database and the head that was recorded beside the data disagree. */
  fault: z.enum(AUDIT_PROBLEMS).nullable(),
  /** Entries that were looked at: all of them, or those up to the break. */
  entries: z.number(),
  /** Details that were taken out with erased members. */
  erasedDetails: z.number(),
  /** The first entry at which something is wrong; null where nothing is, or where what is missing can't be placed. */
  brokenAt: z.number().nullable(),
  /** One sentence; empty where all is right. */
  reason: z.string(),
  /** The newest entry of the database; null while there is none. */
  head: auditHead.nullable(),
  /** What was recorded on the machine that answers; null where nothing was. */
  recorded: recordedHead.nullable(),
  /** Ids that were lost with a restore, and the entry that accepted it. */
  gaps: z.array(z.object({ after: z.number(), before: z.number(), acceptedBy: z.number() })),
})
export type AuditChainView = z.output<typeof auditChainView>

import { z } from 'zod'
import { pageOf } from '@/lib/core/http/page'

/** A session of one's own that is open. Instants are ISO strings. */
export const sessionView = z.object({
  id: z.uuid(),
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
  /** "Firefox on Linux"; null where the browser did not say. */
  client: z.string().nullable(),
  /** Where it was last seen. */
  address: z.string().nullable(),
  createdAt: z.string(),
  /** Exact to five minutes. */
  lastSeenAt: z.string(),
  expiresAt: z.string(),
})
export type SessionView = z.output<typeof sessionView>
export const sessionPage = pageOf(sessionView)

export const sessionIdParams = z.object({ id: z.uuid('This isn’t the ID of a session') })

/** Ends all sessions, or with `keep=current` all but the one that asks. */
export const endSessionsQuery = z.object({ keep: z.literal('current').optional() })

import { conflict } from '@/lib/core/errors'

export const APPEAL_STATUSES = ['open', 'upheld', 'overturned'] as const
export type AppealStatus = (typeof APPEAL_STATUSES)[number]

/** So long after a decision its member may object. */
export const APPEAL_DAYS = 20
const DAY_MS = 86_400_000

/** The last instant at which a decision can be appealed. */
export const appealEndOf = (decidedAt: Date): Date => new Date(decidedAt.getTime() + APPEAL_DAYS * DAY_MS)

interface Judged {
  isReversed: boolean
  /** Whether it holds an action that a member suffers by, against a member who is known. */
  isPunishing: boolean
  decidedAt: Date
  appeal: { id: string; status: string } | null
}

/**
 * Whether a decision can be appealed now.
 * @throws DomainError `decision.reversed`, `appeal.nothing_to_appeal`, `appeal.exists` naming it, `appeal.too_late` (conflict)
 */
export function requireAppealable({ isReversed, isPunishing, decidedAt, appeal }: Judged, now: Date): void {
  if (appeal) throw conflict('appeal.exists', 'This decision has already been appealed.', { appeal })
  if (isReversed) throw conflict('decision.reversed', 'This decision was reversed, so there’s nothing to appeal.')
  if (!isPunishing)
    throw conflict('appeal.nothing_to_appeal', 'This decision didn’t affect the member, so it can’t be appealed.')
  const until = appealEndOf(decidedAt)
  if (now > until)
    throw conflict('appeal.too_late', `The ${APPEAL_DAYS} days for an appeal have passed.`, {
      until: until.toISOString(),
    })
}

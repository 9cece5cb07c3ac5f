import type { LinkPurpose } from '@/lib/core/links/purpose'
import { APPEAL_DAYS } from './rules/appeals'

const DAY_MS = 86_400_000

/** Links by which the member of a decision appeals it without an account here; they end with the time for appeals. */
export const appealLinks: LinkPurpose = {
  name: 'appeal',
  subjectKind: 'decision',
  lifeMs: APPEAL_DAYS * DAY_MS,
  useLimit: 1,
  noun: 'appeal_link',
  messages: {
    unknown: 'This link isn’t valid. It may have been replaced by a newer one. Ask the person who sent it to you.',
    used: 'This decision has already been appealed. You will be notified of the outcome.',
    expired: 'This link has expired. You can appeal a decision for 20 days.',
  },
}

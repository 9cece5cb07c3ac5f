import type { LinkPurpose } from '@/lib/core/links/purpose'

const DAY_MS = 86_400_000

/** Links by which one person joins the staff; the set-up link of the first operator is one too, and lasts a day. */
export const invitationLinks: LinkPurpose = {
  name: 'invitation',
  subjectKind: 'invitation',
  lifeMs: 7 * DAY_MS,
  useLimit: 1,
  noun: 'invitation',
  messages: {
    unknown: 'This link isn’t valid. It may have been replaced by a newer one.',
    used: 'This link has already been used. Sign in, or ask for a new link.',
    expired: 'This link has expired. Ask for a new link.',
  },
}

/** How long the set-up link lasts. */
export const SETUP_LIFE_MS = DAY_MS

import type { LinkPurpose } from './core/links/purpose'
import { appealLinks } from './moderation/links'
import { invitationLinks } from './staff/links'

/** What links there are, of all domains. */
export const LINK_PURPOSES: readonly LinkPurpose[] = [appealLinks, invitationLinks]

import { json } from '@/lib/core/http/route'
import { appealByLink } from '@/lib/moderation/commands/appeal-links'
import { appealLinks } from '@/lib/moderation/links'
import { linkAppealBody, sentAppeal } from '@/lib/moderation/schema/appeals'
import { linkRoute } from '@/lib/staff/access'

/** Takes the appeal of whoever holds a link, once. */
export const POST = linkRoute(
  {
    purpose: appealLinks,
    secretOf: ({ body }) => body.token,
    origin: 'own',
    summary: 'Appeal a decision with a link',
    body: linkAppealBody,
    answer: { 201: sentAppeal },
  },
  async ({ db, actor, body }) => json(await appealByLink(db, actor, body), 201),
)

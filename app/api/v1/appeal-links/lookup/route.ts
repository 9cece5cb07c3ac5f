import { json } from '@/lib/core/http/route'
import { appealLinks } from '@/lib/moderation/links'
import { lookUpAppealLink } from '@/lib/moderation/queries/appeal-links'
import { appealToken, openAppealLink } from '@/lib/moderation/schema/appeals'
import { linkRoute } from '@/lib/staff/access'

/** A POST, although it changes nothing, because an address with the token in it would end up in logs. */
export const POST = linkRoute(
  {
    purpose: appealLinks,
    secretOf: ({ body }) => body.token,
    origin: 'own',
    summary: 'Look up the decision behind an appeal link',
    body: appealToken,
    answer: openAppealLink,
  },
  async ({ db, body }) => json(await lookUpAppealLink(db, body.token)),
)

import { json } from '@/lib/core/http/route'
import { countLinkUse } from '@/lib/moderation/commands/throttle-links'
import { lookUpAppealLink } from '@/lib/moderation/queries/appeal-links'
import { appealToken, openAppealLink } from '@/lib/moderation/schema/appeals'
import { publicRoute } from '@/lib/staff/access'

/** A POST, although it changes nothing, because an address with the token in it would end up in logs. */
export const POST = publicRoute(
  {
    permission: 'public',
    summary: 'Look up the decision of an appeal link',
    answer: openAppealLink,
    body: appealToken,
  },
  async ({ db, actor, body }) => {
    await countLinkUse(db, { token: body.token, address: actor.address })
    return json(await lookUpAppealLink(db, body.token))
  },
)

import { json } from '@/lib/core/http/route'
import { appealByLink } from '@/lib/moderation/commands/appeal-links'
import { countLinkUse } from '@/lib/moderation/commands/throttle-links'
import { linkAppealBody, sentAppeal } from '@/lib/moderation/schema/appeals'
import { publicRoute } from '@/lib/staff/access'

/** Takes the appeal of whoever holds a link, once. */
export const POST = publicRoute(
  { permission: 'public', summary: 'Appeal a decision by its link', answer: { 201: sentAppeal }, body: linkAppealBody },
  async ({ db, actor, body }) => {
    await countLinkUse(db, { token: body.token, address: actor.address })
    return json(await appealByLink(db, actor, body), 201)
  },
)

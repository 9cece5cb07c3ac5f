import { z } from 'zod'
import { idempotent } from '@/lib/core/http/idempotency'
import { parseInput } from '@/lib/core/http/problem'
import { scoreWithClassifiers } from '@/lib/moderation/commands/screening/match-items'
import { screenItems } from '@/lib/moderation/commands/screening/screen-items'
import { itemInput } from '@/lib/moderation/schema/items'
import { itemBatch, itemOrBatch, screenedItems } from '@/lib/moderation/schema/screening'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** 500 items of 4 kB and 40 values each, or fewer with longer texts. */
const LIMITS = { bytes: 2 * 1024 * 1024, values: 20_000 }

/** Content to be held against the rules: one item, or `{items: […]}`, all of them or none. */
export const POST = route(
  {
    permission: 'items:write',
    summary: 'Screen items against the rules',
    answer: { 202: screenedItems },
    isIdempotent: true,
    requestBody: itemOrBatch,
    body: z.record(z.string(), z.unknown()),
    limits: LIMITS,
  },
  async ({ db, actor, body, request }) => {
    const items = 'items' in body ? parseInput(itemBatch, body).items : [parseInput(itemInput, body)]
    const now = new Date()
    const classified = await scoreWithClassifiers(db, items, now)
    return idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 202,
      body: { items: await screenItems(writer, actor, items, now, classified) },
    }))
  },
)

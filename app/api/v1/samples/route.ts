import { idempotent } from '@/lib/core/http/idempotency'
import { prepareSamples, pushSamples } from '@/lib/metrics/commands/push-samples'
import { samplesBody, samplesView } from '@/lib/metrics/custom-schema'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** 500 samples with 16 labels each. */
const LIMITS = { values: 12_000 }

/** Stores samples, each by itself, with a verdict on each in their order. */
export const POST = route(
  {
    permission: 'samples:write',
    summary: 'Push samples',
    answer: samplesView,
    isIdempotent: true,
    body: samplesBody,
    limits: LIMITS,
  },
  async ({ db, actor, body, request }) => {
    await prepareSamples(db, body)
    return idempotent(db, { actor: actorRef(actor), request, body }, async (trx) => ({
      status: 200,
      body: await pushSamples(trx, actor, body),
    }))
  },
)

import { idempotent } from '@/lib/core/http/idempotency'
import { json } from '@/lib/core/http/route'
import { eraseMember } from '@/lib/erasure/commands/erase-member'
import { previewErasure } from '@/lib/erasure/queries/preview-erasure'
import { erasureBody, erasureParams, erasurePreview, erasureView } from '@/lib/erasure/schema'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** What erasing the member would take. */
export const GET = route(
  {
    permission: 'members:erase',
    summary: 'Preview the erasure of a member',
    answer: erasurePreview,
    params: erasureParams,
  },
  async ({ db, params }) => json(await previewErasure(db, params.id)),
)

/** Erases the member for good: 201, or 200 where they were erased before. */
export const POST = route(
  {
    permission: 'members:erase',
    summary: 'Erase a member',
    answer: { 200: erasureView, 201: erasureView },
    isIdempotent: true,
    params: erasureParams,
    body: erasureBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      const {
        isNew,
        memberIds: _ids,
        ...erased
      } = await eraseMember(writer, actor, { memberId: params.id, reason: body.reason })
      return { status: isNew ? 201 : 200, body: erased }
    }),
)

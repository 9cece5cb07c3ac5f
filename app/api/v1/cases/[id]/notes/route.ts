import { idempotent } from '@/lib/core/http/idempotency'
import { addNote } from '@/lib/moderation/commands/work-case'
import { addedNote, caseParams, noteBody } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Add a note to a case',
    answer: { 201: addedNote },
    isIdempotent: true,
    params: caseParams,
    body: noteBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      const id = await addNote(writer, actor, { caseId: params.id, text: body.text })
      return { status: 201, body: { id } }
    }),
)

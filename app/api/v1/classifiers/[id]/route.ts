import { json, noContent } from '@/lib/core/http/route'
import { deleteClassifier, updateClassifier } from '@/lib/moderation/commands/classifiers/manage-classifiers'
import { getClassifier } from '@/lib/moderation/queries/list-classifiers'
import { classifierParams, classifierPatch, classifierView } from '@/lib/moderation/schema/classifiers'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'rules:read', summary: 'Get a classifier', answer: classifierView, params: classifierParams },
  async ({ db, actor, params }) => json(await getClassifier(db, actor, params.id)),
)

/** Changes what is named; `version` has to be the one that was read, else 409. */
export const PATCH = route(
  {
    permission: 'classifiers:write',
    summary: 'Change a classifier',
    answer: classifierView,
    params: classifierParams,
    body: classifierPatch,
  },
  async ({ db, actor, params, body }) => json(await updateClassifier(db, actor, { ...body, id: params.id })),
)

export const DELETE = route(
  { permission: 'classifiers:write', summary: 'Delete a classifier', answer: null, params: classifierParams },
  async ({ db, actor, params }) => {
    await deleteClassifier(db, actor, params.id)
    return noContent()
  },
)

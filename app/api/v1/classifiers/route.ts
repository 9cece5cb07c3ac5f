import { json } from '@/lib/core/http/route'
import { createClassifier } from '@/lib/moderation/commands/classifiers/manage-classifiers'
import { listClassifiers } from '@/lib/moderation/queries/list-classifiers'
import { classifierBody, classifierList, classifierWithSecret } from '@/lib/moderation/schema/classifiers'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'rules:read', summary: 'List classifiers', answer: classifierList },
  async ({ db, actor }) => json(await listClassifiers(db, actor)),
)

/** The answer holds the signing secret, and nothing else ever does. */
export const POST = route(
  {
    permission: 'classifiers:write',
    summary: 'Add a classifier',
    answer: { 201: classifierWithSecret },
    body: classifierBody,
  },
  async ({ db, actor, body }) => {
    const created = await createClassifier(db, actor, body)
    return json(created, 201, { Location: `/api/v1/classifiers/${created.id}` })
  },
)

import { json } from '@/lib/core/http/route'
import { testClassifier } from '@/lib/moderation/commands/classifiers/test-classifier'
import { classifierParams, classifierTestBody, classifierTestView } from '@/lib/moderation/schema/classifiers'
import { route } from '@/lib/staff/access'

/** Asks it about one text now; that it fails is an answer, too. */
export const POST = route(
  {
    permission: 'classifiers:write',
    summary: 'Test a classifier',
    answer: classifierTestView,
    params: classifierParams,
    body: classifierTestBody,
  },
  async ({ db, actor, params, body }) => json(await testClassifier(db, actor, { ...body, id: params.id })),
)

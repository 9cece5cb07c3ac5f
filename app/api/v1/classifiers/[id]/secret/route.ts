import { json } from '@/lib/core/http/route'
import { setClassifierSecret } from '@/lib/moderation/commands/classifiers/manage-classifiers'
import { classifierParams, classifierSecretBody, classifierWithSecret } from '@/lib/moderation/schema/classifiers'
import { route } from '@/lib/staff/access'

/** A new secret, the token that is given or one that is made and in this answer alone; the one before it ends at once. */
export const PUT = route(
  {
    permission: 'secrets:write',
    summary: 'Replace the secret of a classifier',
    answer: classifierWithSecret,
    params: classifierParams,
    body: classifierSecretBody,
  },
  async ({ db, actor, params, body }) => json(await setClassifierSecret(db, actor, { ...body, id: params.id })),
)

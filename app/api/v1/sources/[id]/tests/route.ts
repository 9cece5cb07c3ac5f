import { testSource } from '@/lib/collection/commands/test-source'
import { sourceParams, testResultView, testSourceBody } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** Tries the connection, with what is saved or with the changes in the body; `{}` tests what is saved. */
export const POST = route(
  {
    permission: 'sources:write',
    summary: 'Test a source',
    answer: testResultView,
    params: sourceParams,
    body: testSourceBody,
  },
  async ({ db, actor, params, body }) => json(await testSource(db, actor, { ...body, id: params.id })),
)

import { startManualRun } from '@/lib/collection/commands/start-manual-run'
import { listRuns } from '@/lib/collection/queries/runs'
import { runListQuery, runPage, startCollectionBody, startedCollection } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** The collection runs, the latest first. */
export const GET = route(
  { permission: 'collections:read', summary: 'List collection runs', answer: runPage, query: runListQuery },
  async ({ db, query }) => json(await listRuns(db, query)),
)

/** Collects a source now; 409 with the run in progress where there is one. */
export const POST = route(
  {
    permission: 'collections:write',
    summary: 'Start a collection run',
    answer: { 202: startedCollection },
    body: startCollectionBody,
  },
  async ({ db, actor, body }) => {
    const runId = String(await startManualRun(db, actor, body))
    return json({ runId }, 202, { Location: `/api/v1/collections/${runId}` })
  },
)

import { z } from 'zod'
import { idempotent } from '@/lib/core/http/idempotency'
import { parseInput } from '@/lib/core/http/problem'
import { receiveReportBatch } from '@/lib/moderation/commands/receive-report-batch'
import { takeReport } from '@/lib/moderation/commands/receive-reports'
import { reportBatch, reportInput, reportOrBatch, reportResults, takenReport } from '@/lib/moderation/schema/reports'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** 500 reports of 4 kB and 40 values each, or fewer with longer texts. */
const LIMITS = { bytes: 2 * 1024 * 1024, values: 20_000 }

/** One report, 201 or 200 where it was made before; or `{reports: […]}`, of which each row has its own answer. */
export const POST = route(
  {
    permission: 'reports:write',
    summary: 'Send one report or a batch of reports',
    answer: { 200: [takenReport, reportResults], 201: takenReport },
    isIdempotent: true,
    requestBody: reportOrBatch,
    body: z.record(z.string(), z.unknown()),
    limits: LIMITS,
  },
  async ({ db, actor, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      if ('reports' in body) {
        const { reports } = parseInput(reportBatch, body)
        return { status: 200, body: { results: await receiveReportBatch(writer, actor, reports) } }
      }
      const { status, reportId, caseId } = await takeReport(writer, actor, parseInput(reportInput, body))
      return { status, body: { reportId, caseId } }
    }),
)

import { randomUUID } from 'node:crypto'
import type { Db } from '@/lib/core/db/types'
import { claimCase } from '@/lib/moderation/commands/claim-case'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { hasSanction } from '@/lib/moderation/rules/actions'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import { type ReportInput, reportInput } from '@/lib/moderation/schema/reports'
import type { Actor } from '@/lib/staff/actor'
import { systemActor } from '@/lib/staff/actor'
import { actorOf, aPerson } from './staff'

/** A report as a platform would send it; each call another item and reporter unless they are given. */
export function aReport(given: Partial<ReportInput> = {}): ReportInput {
  const id = randomUUID().slice(0, 8)
  return reportInput.parse({
    reporter: { id: `reporter-${id}` },
    item: { type: 'message', id: `m-${id}`, text: 'Buy cheap gold at gold.example', author: { id: `author-${id}` } },
    reason: 'spam',
    ...given,
  })
}

/** A new open case. Answers its id. */
export async function aCase(db: Db, given: Partial<ReportInput> = {}): Promise<number> {
  const [result] = await receiveReports(db, systemActor, [aReport(given)])
  return result?.caseId ?? 0
}

export const aModerator = async (db: Db): Promise<Actor> => actorOf(await aPerson(db, { role: 'moderator' }))

export async function thePolicy(db: Db, name = 'Spam'): Promise<string> {
  const { id } = await db.selectFrom('policy').select('id').where('name', '=', name).executeTakeFirstOrThrow()
  return id
}

export async function theInbox(db: Db): Promise<string> {
  const { id } = await db
    .selectFrom('moderation_queue')
    .select('id')
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  return id
}

/** A case of its own that a moderator has ruled on. Answers what an appeal needs to know of it. */
export async function aDecision(
  db: Db,
  given: { moderator?: Actor; actions?: ActionInput[]; item?: Partial<ReportInput['item']>; now?: Date } = {},
): Promise<{ decisionId: string; caseId: number; memberId: string; moderator: Actor }> {
  const { moderator = await aModerator(db), actions = [{ type: 'remove' }, { type: 'warn' }], now = new Date() } = given
  const memberId = `author-${randomUUID().slice(0, 8)}`
  const item = { type: 'message' as const, id: `m-${memberId}`, text: 'Buy cheap gold', author: { id: memberId } }
  const caseId = await aCase(db, { item: { ...item, ...given.item } })
  const { token } = await claimCase(db, moderator, { caseId, now })
  const { decisionId } = await decideCase(db, moderator, {
    ...{
      caseId,
      claimToken: token,
      version: 1,
      actions,
      note: 'A note for the team',
      reason: 'Plain advertising',
      now,
    },
    policyId: hasSanction(actions) ? await thePolicy(db) : null,
  })
  return { decisionId, caseId, memberId, moderator }
}

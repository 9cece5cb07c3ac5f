import fc from 'fast-check'
import { sql } from 'kysely'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aModerator, aReport } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { rescoreReporters } from './commands/decisions/rescore-reporters'
import { receiveReports } from './commands/receive-reports'
import { reverseDecision } from './commands/reverse-decision'
import { screenItems } from './commands/screening/screen-items'
import { getRecord } from './queries/get-record'
import { getInsight } from './queries/insight/get-insight'
import { checkActions, hasSanction } from './rules/actions'
import type { ActionInput } from './schema/decisions'

const NOW = new Date('2026-11-25T12:00:00Z')

const anAction = fc.oneof(
  ...(['keep', 'hide', 'remove', 'restore', 'warn', 'ban', 'escalate'] as const).map((type) => fc.constant({ type })),
  fc.record({ type: fc.constant('mute' as const), minutes: fc.integer({ min: 1, max: 500_000 }) }),
  fc.record({ type: fc.constant('suspend' as const), until: fc.constant('2027-03-01T00:00:00Z') }),
  fc.record({
    type: fc.constant('custom' as const),
    name: fc.constantFrom('slow', 'lock'),
    isConfirmed: fc.constant(true),
  }),
)

/** Those that may stand in one decision. */
const someActions = fc.array(anAction, { minLength: 1, maxLength: 4 }).filter((actions) => {
  try {
    checkActions(actions as ActionInput[], { policyId: 'any', hasMember: true, now: NOW })
    return true
  } catch {
    return false
  }
})

/** All that a decision could have changed, but for versions and the record of what happened. */
async function stateOf(db: Db, caseId: number, memberId: number) {
  const { rows: cases } = await sql<Record<string, unknown>>`
    select status, content_state, severity, weight, rank, reports, rule_hits, opened_at, due_at, decided_at, escalated_at, decision_id
    from moderation_case where id = ${caseId}`.execute(db)
  const { rows: accuracy } = await sql`
    select member_id, "right", wrong from reporter_accuracy where "right" + wrong > 0 order by member_id`.execute(db)
  const { rows: reports } = await sql`
    select id, outcome, settled_by from moderation_report where case_id = ${caseId} order by id`.execute(db)
  const { strikes, points, standing, ladder } = await getRecord(db, systemActor, memberId, NOW)
  const active = strikes.filter(({ isVoided }) => !isVoided)
  const figures = await getInsight(db, systemActor, { from: '2026-11-01', to: '2026-12-01' }, NOW)
  return { cases, accuracy, reports, points, standing, ladder, active, figures }
}

describe('undo', () => {
  test('brings back the item, the member, the strikes, the reporters, the order and the figures, whatever was decided', async ({
    db,
  }) => {
    await sql`update ladder_step set is_applied = true`.execute(db)
    const policies = await db.selectFrom('policy').select('id').execute()
    const moderator = { ...(await aModerator(db)), role: 'manager' as const }
    const ruled = ['undo-hidden', 'undo-muted', 'undo-both']
    await aRule(db, 'live', { when: words('undo-hidden', 'undo-both'), actions: [{ type: 'hide' }], dailyCap: 10_000 })
    await aRule(db, 'live', {
      when: words('undo-muted', 'undo-both'),
      actions: [{ type: 'mute', minutes: 5_000 }],
      dailyCap: 10_000,
    })
    let n = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ actions: someActions, policy: fc.integer({ min: 0, max: policies.length - 1 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('', '', ...ruled),
        async (rulings, reporters, text) => {
          n += 1
          const author = { id: `undone-${n % 5}` }
          // Rulings on other items of the same author stand, and count for what the last one does.
          for (const [index, ruling] of rulings.entries()) {
            const item = anItem({ id: `undo-${n}-${index}`, author, text, revision: 1 })
            // What rules had done before somebody looked comes back as well.
            if (text && index === rulings.length - 1) await screenItems(db, systemActor, [item], NOW)
            const reports = Array.from({ length: reporters }, (_, reporter) =>
              aReport({ item, reporter: { id: `reporter-${reporter}` } }),
            )
            const [taken] = await receiveReports(db, systemActor, reports, NOW)
            const caseId = taken?.caseId ?? 0
            const { member_id: memberId, version } = await db
              .selectFrom('moderation_case')
              .select(['member_id', 'version'])
              .where('id', '=', caseId)
              .executeTakeFirstOrThrow()
            const { rows } = await sql<{
              id: number
            }>`select distinct reporter_id as id from moderation_report where case_id = ${caseId}`.execute(db)
            const settle = () =>
              rescoreReporters(
                db,
                rows.map(({ id }) => id),
                new AbortController().signal,
              )
            await settle()
            const before = await stateOf(db, caseId, memberId ?? 0)
            const { token } = await claimCase(db, moderator, { caseId, now: NOW })
            const decided = await decideCase(db, moderator, {
              caseId,
              claimToken: token,
              version,
              actions: ruling.actions as ActionInput[],
              reason: '',
              note: '',
              now: NOW,
              policyId: hasSanction(ruling.actions) ? (policies[ruling.policy]?.id ?? null) : null,
            })
            if (index < rulings.length - 1) continue
            await reverseDecision(db, moderator, { decisionId: decided.decisionId, reason: 'undo', now: NOW })
            await settle()
            expect(await stateOf(db, caseId, memberId ?? 0)).toEqual(before)
          }
        },
      ),
      { numRuns: 40 },
    )
  }, 90_000)
})

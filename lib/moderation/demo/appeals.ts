import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { receiveAppeal } from '../commands/receive-appeal'
import { ruleAppeal } from '../commands/rule-appeal'

const HOUR_MS = 3_600_000

interface Objection {
  text: string
  /** Ruled on by now; left out where it waits. */
  ruling?: { ruling: 'upheld' | 'overturned'; reason: string }
}

const OBJECTIONS: readonly Objection[] = [
  {
    text: 'I was quoting what someone else wrote to me, to ask how to report it. Please read the message above mine.',
  },
  { text: 'That was a joke between friends, and the friend I wrote it to is not upset. Ask them.' },
  { text: 'The link goes to my own portfolio, which the channel is for. I sell nothing there.' },
  {
    text: 'I did not know that this counts as advertising. I have read the rules now and will not do it again.',
    ruling: {
      ruling: 'upheld',
      reason: 'It was advertising. The strike expires automatically. Thank you for reading the rules.',
    },
  },
  {
    text: 'My account was open on a shared computer. I have changed the password since.',
    ruling: {
      ruling: 'overturned',
      reason: 'The sign-ins of that day confirm this. We have reversed the decision, and we are sorry.',
    },
  },
]

/** Members of the made-up community object to some of the decisions of the last days. */
export async function createAppeals(db: Db, now: Date): Promise<void> {
  const { rows } = await sql<{ decisionId: string; memberId: string; at: Date }>`
    select decision.id as "decisionId", member.external_id as "memberId", decision.decided_at as at
    from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id and self.decision_id = decision.id
    join member on member.id = self.member_id
    where decision.policy_id is not null and decision.decided_at > ${now}::timestamptz - interval '9 days'
      and decision.decided_at < ${now}::timestamptz - interval '2 hours'
    order by decision.decided_at desc limit ${OBJECTIONS.length}`.execute(db)
  for (const [index, { decisionId, memberId, at }] of rows.entries()) {
    const objection = OBJECTIONS[index]
    if (!objection) return
    const made = new Date(Math.min(at.getTime() + HOUR_MS, now.getTime()))
    const { id } = await receiveAppeal(db, systemActor, { decisionId, memberId, text: objection.text }, made)
    // Guildhall itself decided them, so that it may not rule.
    if (objection.ruling) await ruleAppeal(db, cliActor, { appealId: id, ...objection.ruling, now })
  }
}

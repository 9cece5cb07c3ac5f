import type { ReadDb } from '@/lib/core/db/types'
import { countOf } from '@/lib/core/text'
import type { AttentionItem } from '@/lib/domain'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { RuleSummary } from '../schema/automatic-rules'
import { listQueues } from './list-queues'
import { listRules } from './list-rules'

const TRIPPED_SHOWN = 20

/** Rules that stopped themselves, and cases that wait longer than their queue promises. */
export async function findAttention(db: ReadDb, actor: Actor, now: Date): Promise<AttentionItem[]> {
  const [rules, queues] = await Promise.all([
    isAllowed(actor, 'rules:read') ? listRules(db, { isTripped: true, limit: TRIPPED_SHOWN }, now) : { items: [] },
    listQueues(db, actor, now),
  ])
  return [...rules.items.map(trippedRule), ...overdueCases(queues.items)]
}

export const trippedRule = ({ id, name, dailyCap }: Pick<RuleSummary, 'id' | 'name' | 'dailyCap'>): AttentionItem => ({
  id: `rule-${id}`,
  tone: 'danger',
  title: `Rule ${name} was stopped automatically`,
  detail: `It acted on ${countOf(dailyCap, 'item')} within 24 hours. It’s in shadow and does nothing until someone makes it live again.`,
  href: `/moderation/rules/${id}`,
  action: 'Open rule',
})

export function overdueCases(queues: readonly { overdue: number }[]): AttentionItem[] {
  const overdue = queues.reduce((sum, queue) => sum + queue.overdue, 0)
  if (overdue === 0) return []
  return [
    {
      id: 'overdue-cases',
      tone: 'warn',
      title: `${countOf(overdue, 'case')} overdue`,
      detail: 'They’ve waited longer than their queue allows.',
      href: '/moderation?sort=due',
      action: 'View by due time',
    },
  ]
}

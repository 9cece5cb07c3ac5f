import { expect, test } from 'vitest'
import { overdueCases, trippedRule } from './find-attention'

test('a rule that its cap has stopped is among the worst, and leads to the rule', () => {
  const item = trippedRule({ id: 'r1', name: 'Scams', dailyCap: 50 })
  expect(item).toMatchObject({ tone: 'danger', href: '/moderation/rules/r1' })
  expect(`${item.title}. ${item.detail}`).toContain('Rule Scams was stopped automatically. It acted on 50 items')
})

test('names overdue cases of all queues in one', () => {
  expect(overdueCases([{ overdue: 0 }])).toEqual([])
  expect(overdueCases([{ overdue: 2 }, { overdue: 0 }, { overdue: 1 }])).toMatchObject([
    { id: 'overdue-cases', title: '3 cases overdue', href: '/moderation?sort=due' },
  ])
})

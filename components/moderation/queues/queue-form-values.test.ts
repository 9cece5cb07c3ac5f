import { expect, test } from 'vitest'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { queueForm, toQueueBody, toQueueForm } from './queue-form-values'

const queue: QueueView = {
  ...{ id: 'q', name: 'Links', isOpen: false, isDefault: false, staffIds: ['s'], position: 3, version: 1 },
  routing: { itemTypes: ['link'], policyIds: ['p'], channels: ['c1', 'c2'], leastSeverity: 3 },
  slaMinutes: 90,
  ...{ open: 0, escalated: 0, overdue: 0 },
}

test('a queue that is opened in the form and saved is the same', () => {
  const { name, routing, slaMinutes, isOpen, staffIds, position } = queue
  expect(toQueueBody(queueForm.parse(toQueueForm(queue, 9)))).toEqual({
    ...{ name, routing, slaMinutes, isOpen, staffIds, position },
  })
})

test('what is left empty asks nothing, and an open queue has no list', () => {
  const values = { ...toQueueForm(undefined, 9), name: 'All', channels: ' a, b\n\nb ', slaHours: '', staffIds: ['s'] }
  expect(toQueueBody(values)).toEqual({
    ...{ name: 'All', routing: { channels: ['a', 'b'] }, slaMinutes: null, isOpen: true, staffIds: [], position: 9 },
  })
})

test('hours have to be some, and a year at most', () => {
  for (const slaHours of ['0', '-1', 'soon', '9000']) {
    expect(queueForm.safeParse({ ...toQueueForm(undefined, 9), name: 'x', slaHours }).success).toBe(false)
  }
})

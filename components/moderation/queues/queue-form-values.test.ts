import { expect, test } from 'vitest'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { queueForm, toQueueBody, toQueueForm } from './queue-form-values'

const queue: QueueView = {
  ...{ id: 'q', name: 'Links', isOpen: false, isDefault: false, staffIds: ['s'], position: 3, version: 1 },
  routing: { itemTypes: ['link'], policyIds: ['p'], channels: ['c1', 'c2'], leastSeverity: 3 },
  slaMinutes: 90,
  rotation: { reveals: 50, minutes: 120, pauseMinutes: 60 },
  ...{ open: 0, escalated: 0, overdue: 0, restUntil: null },
}

test('a queue that is opened in the form and saved is the same', () => {
  const { name, routing, slaMinutes, isOpen, staffIds, position, rotation } = queue
  expect(toQueueBody(queueForm.parse(toQueueForm(queue, 9)))).toEqual({
    ...{ name, routing, slaMinutes, isOpen, staffIds, position, rotation },
  })
})

test('what is left empty asks nothing, and an open queue has no list', () => {
  const values = { ...toQueueForm(undefined, 9), name: 'All', channels: ' a, b\n\nb ', slaHours: '', staffIds: ['s'] }
  expect(toQueueBody(values)).toEqual({
    ...{ name: 'All', routing: { channels: ['a', 'b'] }, slaMinutes: null, isOpen: true, staffIds: [], position: 9 },
    rotation: null,
  })
})

test('hours have to be some, and a year at most', () => {
  for (const slaHours of ['0', '-1', 'soon', '9000']) {
    expect(queueForm.safeParse({ ...toQueueForm(undefined, 9), name: 'x', slaHours }).success).toBe(false)
  }
})

test('who rests has to rest for some time, and without a limit nobody rests', () => {
  const values = { ...toQueueForm(undefined, 9), name: 'x', restDecisions: '100' }
  expect(queueForm.safeParse(values).error?.issues[0]?.path).toEqual(['pauseMinutes'])
  expect(toQueueBody({ ...values, pauseMinutes: '30' }).rotation).toEqual({ decisions: 100, pauseMinutes: 30 })
  expect(toQueueBody({ ...values, restDecisions: ' ', pauseMinutes: '30' }).rotation).toBeNull()
  expect(queueForm.safeParse({ ...values, pauseMinutes: '30', restDecisions: '1.5' }).success).toBe(false)
})

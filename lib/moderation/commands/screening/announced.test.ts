import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { listenForChanges } from '@/lib/core/realtime/listen'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { screenItems } from './screen-items'

test('what rules in shadow find is announced, once for a batch, and what they found before is not', async ({
  db,
  connectionString,
}) => {
  const bad = `w${randomUUID().slice(0, 8)}`
  await aRule(db, 'shadow', { when: words(bad) })
  const heard: string[] = []
  const listener = await listenForChanges(connectionString, {
    onChange: ({ topic }) => void heard.push(topic),
    onReconnect: () => undefined,
  })
  onTestFinished(() => listener.close())
  const items = [anItem({ text: bad, revision: 1 }), anItem({ text: bad, revision: 1 })]
  await screenItems(db, systemActor, items)
  await expect.poll(() => heard).toEqual(['rules'])
  await screenItems(db, systemActor, items)
  await screenItems(db, systemActor, [anItem()])
  // A later one shows that nothing came between.
  await screenItems(db, systemActor, [anItem({ text: bad })])
  await expect.poll(() => heard).toEqual(['rules', 'rules'])
})

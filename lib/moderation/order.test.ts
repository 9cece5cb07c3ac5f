import { describe } from 'vitest'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aCase, aModerator } from '@/tests/support/moderation'
import { addPolicy, orderPolicies, updatePolicy } from './commands/manage-policies'
import { addQueue, orderQueues } from './commands/manage-queues'
import { listPolicies } from './queries/list-policies'
import { listQueues } from './queries/list-queues'
import { policyBody } from './schema/policies'
import { queueBody } from './schema/queues'

describe('policies', () => {
  test('stand in the order that they are put into, archived ones behind', async ({ db }) => {
    const { items } = await listPolicies(db)
    const [archived] = items
    await updatePolicy(db, systemActor, { id: archived?.id ?? '', version: archived?.version ?? 0, isArchived: true })
    const used = items.slice(1).map(({ id }) => id)
    const wanted = used.toReversed()
    await orderPolicies(db, systemActor, wanted)
    expect((await listPolicies(db)).items.map(({ id }) => id)).toEqual([...wanted, archived?.id])
    const added = await addPolicy(db, systemActor, policyBody.parse({ name: 'The last' }))
    await expect(orderPolicies(db, systemActor, wanted)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'policies.changed',
    })
    await orderPolicies(db, systemActor, [added.id, ...wanted])
    expect((await listPolicies(db)).items[0]?.name).toBe('The last')
    await expect(orderPolicies(db, await aModerator(db), wanted)).rejects.toMatchObject({ code: 'permission.denied' })
  })

  test('that are put into two orders at once are in one of them', async ({ db }) => {
    const ids = (await listPolicies(db)).items.filter(({ isArchived }) => !isArchived).map(({ id }) => id)
    const orders = [ids.toReversed(), ids.toSorted()]
    await Promise.all(orders.map((order) => orderPolicies(db, systemActor, order)))
    const after = (await listPolicies(db)).items.filter(({ isArchived }) => !isArchived).map(({ id }) => id)
    expect(orders).toContainEqual(after)
  })
})

describe('queues', () => {
  test('take cases in the order that they are put into; the default one takes the rest', async ({ db }) => {
    const names = ['One', 'Two', 'Three']
    const made = await Promise.all(
      names.map((name) =>
        addQueue(db, systemActor, queueBody.parse({ name, routing: { itemTypes: ['custom'] }, position: 5 })),
      ),
    )
    const ids = made.map(({ id }) => id)
    const queueOf = async (item: string) => {
      const caseId = await aCase(db, { item: { type: 'custom', id: item } })
      const row = await db
        .selectFrom('moderation_case')
        .select('queue_id')
        .where('id', '=', caseId)
        .executeTakeFirstOrThrow()
      return row.queue_id
    }
    for (const order of [ids, ids.toReversed()]) {
      await orderQueues(db, systemActor, order)
      const { items } = await listQueues(db, systemActor)
      expect(items.map(({ id }) => id).slice(0, 3)).toEqual(order)
      expect(items.at(-1)?.isDefault).toBe(true)
      expect(await queueOf(`first-of-${order[0]}`)).toBe(order[0])
    }
    const [first] = ids
    await expect(orderQueues(db, systemActor, [first ?? ''])).rejects.toMatchObject({ code: 'queues.changed' })
    await expect(orderQueues(db, await aModerator(db), ids)).rejects.toMatchObject({ code: 'permission.denied' })
  })
})

import { describe } from 'vitest'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aCase, aModerator, thePolicy } from '@/tests/support/moderation'
import { claimCase, claimNext } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { addQueue, updateQueue } from './commands/manage-queues'
import { addNote, escalateCase, skipCase, snoozeCase } from './commands/work-case'
import { listCases } from './queries/list-cases'
import { listQueues } from './queries/list-queues'
import { caseListQuery } from './schema/cases'
import { queueBody } from './schema/queues'

describe('a queue that only some may work', () => {
  test('is not seen by others, who can claim no case of it, not even past the code', async ({ db }) => {
    const [insider, outsider] = await Promise.all([aModerator(db), aModerator(db)])
    const policyId = await thePolicy(db, 'Illegal content')
    const queue = await addQueue(
      db,
      systemActor,
      queueBody.parse({
        name: 'Law',
        routing: { policyIds: [policyId] },
        isOpen: false,
        staffIds: [insider.id],
        position: 1,
      }),
    )
    const id = await aCase(db, { policyId })
    expect(
      (await db.selectFrom('moderation_case').select('queue_id').where('id', '=', id).executeTakeFirstOrThrow())
        .queue_id,
    ).toBe(queue.id)
    const seenBy = async (actor: typeof insider) =>
      (await listCases(db, actor, caseListQuery.parse({ limit: 200 }))).items.some((one) => one.id === id)
    expect([await seenBy(insider), await seenBy(outsider)]).toEqual([true, false])
    expect((await listQueues(db, outsider)).items.map(({ name }) => name)).not.toContain('Law')
    await expect(claimCase(db, outsider, { caseId: id })).rejects.toMatchObject({ code: 'queue.closed' })
    await expect(claimNext(db, outsider, { queueId: queue.id })).rejects.toMatchObject({ code: 'queue.closed' })
    await expect(addNote(db, outsider, { caseId: id, text: 'x' })).rejects.toMatchObject({ code: 'queue.closed' })
    await expect(
      db
        .updateTable('moderation_case')
        .set({
          claimed_by: `staff:${outsider.id}`,
          claim_token: id ? '00000000-0000-4000-8000-000000000001' : null,
          claim_expires_at: new Date(),
        })
        .where('id', '=', id)
        .execute(),
    ).rejects.toMatchObject({ code: '42501', constraint: 'queue_access' })
    // To who works all queues one that isn't there is not an empty one.
    const nowhere = { queueId: '00000000-0000-4000-8000-000000000000' }
    await expect(claimNext(db, systemActor, nowhere)).rejects.toMatchObject({ code: 'queue.unknown' })
    await expect(claimNext(db, outsider, nowhere)).rejects.toMatchObject({ code: 'queue.closed' })
    await claimCase(db, insider, { caseId: id })
    const { version } = (await listQueues(db, systemActor)).items.find(({ id: one }) => one === queue.id) ?? {
      version: 0,
    }
    await updateQueue(db, systemActor, { id: queue.id, version, staffIds: [] })
    expect(await seenBy(insider)).toBe(false)
  })
})

describe('a case that is handed on', () => {
  test('is not offered to who skipped it, and goes to the managers after three people', async ({ db }) => {
    const id = await aCase(db)
    const people = await Promise.all([1, 2, 3].map(() => aModerator(db)))
    const statuses: string[] = []
    for (const person of people) statuses.push(await skipCase(db, person, { caseId: id, reason: 'not for me' }))
    expect(statuses).toEqual(['open', 'open', 'escalated'])
    const [person] = people
    if (!person) throw new Error('nobody is there')
    await expect(claimCase(db, person, { caseId: id })).rejects.toMatchObject({ code: 'case.escalated' })
    await expect(escalateCase(db, person, { caseId: id, reason: 'again' })).rejects.toMatchObject({
      code: 'case.escalated',
    })
    const manager = { ...person, role: 'manager' as const }
    const { token } = await claimCase(db, manager, { caseId: id })
    await decideCase(db, manager, {
      caseId: id,
      claimToken: token,
      version: 2,
      actions: [{ type: 'keep' }],
      reason: '',
      note: '',
    })
  })

  test('comes back at its time', async ({ db }) => {
    const queue = await addQueue(
      db,
      systemActor,
      queueBody.parse({ name: 'Later', routing: { itemTypes: ['image'] }, position: 2 }),
    )
    const id = await aCase(db, { item: { type: 'image', id: 'p-1', url: 'https://media.example/1.png' } })
    const person = await aModerator(db)
    const now = new Date()
    const later = new Date(now.getTime() + 3_600_000)
    await snoozeCase(db, person, { caseId: id, until: later.toISOString(), now })
    expect(await claimNext(db, person, { queueId: queue.id, now })).toBeNull()
    expect((await claimNext(db, person, { queueId: queue.id, now: later }))?.caseId).toBe(id)
  })
})

test('what may not stand in a decision is refused, and nothing of it is written', async ({ db }) => {
  const id = await aCase(db, { item: { type: 'custom', id: 'nobody' } })
  const person = await aModerator(db)
  const policyId = await thePolicy(db)
  const { token } = await claimCase(db, person, { caseId: id })
  const decide = (actions: Parameters<typeof decideCase>[2]['actions'], policy: string | null = policyId) =>
    decideCase(db, person, {
      caseId: id,
      claimToken: token,
      version: 1,
      policyId: policy,
      actions,
      reason: '',
      note: '',
    })
  await expect(decide([{ type: 'remove' }], null)).rejects.toMatchObject({ code: 'decision.needs_policy' })
  await expect(decide([{ type: 'keep' }, { type: 'remove' }])).rejects.toMatchObject({ code: 'decision.contradicts' })
  await expect(decide([{ type: 'ban' }])).rejects.toMatchObject({ code: 'decision.needs_member' })
  await expect(decide([{ type: 'custom', name: 'lock', isConfirmed: false }])).rejects.toMatchObject({
    code: 'action.unconfirmed',
  })
  await expect(decide([{ type: 'remove' }], '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
    code: 'policy.unknown',
  })
  const { status, version } = await db
    .selectFrom('moderation_case')
    .select(['status', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect({ status, version }).toEqual({ status: 'open', version: 1 })
  expect(await db.selectFrom('moderation_decision').select('id').where('case_id', '=', id).execute()).toEqual([])
})

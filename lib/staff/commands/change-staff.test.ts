import { cliActor } from '@/lib/staff/actor'
import { listStaff } from '@/lib/staff/queries/list-staff'
import { expect, test } from '@/tests/support/database'
import { actorOf, aPerson } from '@/tests/support/staff'
import { changeStaff } from './change-staff'

test('the last operator can be neither demoted nor disabled', async ({ db }) => {
  await db.updateTable('staff').set({ disabled_at: new Date() }).execute()
  const only = await aPerson(db)
  await aPerson(db, { role: 'manager' })
  for (const change of [{ role: 'manager' } as const, { isDisabled: true }]) {
    await expect(changeStaff(db, actorOf(only), { staffId: only.id, ...change })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'staff.last_operator',
    })
  }
  expect(await changeStaff(db, actorOf(only), { staffId: only.id, name: 'Renamed' })).toMatchObject({ name: 'Renamed' })
})

test('of operators who demote or disable each other at once, one is always left', async ({ db }) => {
  for (let round = 0; round < 8; round += 1) {
    await db.updateTable('staff').set({ disabled_at: new Date() }).execute()
    const people = [await aPerson(db), await aPerson(db), await aPerson(db)]
    const results = await Promise.allSettled(
      people.map((person, index) =>
        changeStaff(db, cliActor, {
          staffId: person.id,
          ...(index % 2 === 0 ? { role: 'executive' as const } : { isDisabled: true }),
        }),
      ),
    )
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.map((result) => result.reason.code)).toEqual(['staff.last_operator'])
    const left = await db
      .selectFrom('staff')
      .select('id')
      .where('role', '=', 'operator')
      .where('disabled_at', 'is', null)
      .execute()
    expect(left).toHaveLength(1)
  }
})

test('disabling ends the sessions of a person, enabling does not bring them back', async ({ db }) => {
  await aPerson(db)
  const person = await aPerson(db, { role: 'manager' })
  const versionOf = async () =>
    (await db.selectFrom('staff').select('session_version').where('id', '=', person.id).executeTakeFirstOrThrow())
      .session_version
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: true })
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: false })
  expect(await versionOf()).toBe(2)
})

test('every change is in the log with before and after, and nothing is where nothing changed', async ({ db }) => {
  await aPerson(db)
  const person = await aPerson(db, { role: 'manager', name: 'Ann' })
  await changeStaff(db, cliActor, { staffId: person.id, name: 'Ann' })
  await changeStaff(db, cliActor, { staffId: person.id, name: 'Bea' })
  await changeStaff(db, cliActor, { staffId: person.id, role: 'moderator' })
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: true })
  const log = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'audit_entry.id')
    .select(['action', 'detail'])
    .where('target_id', '=', person.id)
    .orderBy('audit_entry.id')
    .execute()
  expect(log.map((row) => row.action)).toEqual(['staff.renamed', 'staff.role_changed', 'staff.disabled'])
  expect(log[1]?.detail).toMatchObject({ before: { role: 'manager' }, after: { role: 'moderator' } })
})

test('only operators change staff, and an unknown person is not found', async ({ db }) => {
  const manager = actorOf(await aPerson(db, { role: 'manager' }))
  const staffId = '00000000-0000-4000-8000-000000000000'
  await expect(changeStaff(db, manager, { staffId, name: 'X' })).rejects.toMatchObject({ code: 'permission.denied' })
  await expect(changeStaff(db, cliActor, { staffId, name: 'X' })).rejects.toMatchObject({ code: 'staff.not_found' })
})

test('staff are listed by name, in pages that miss nobody of the same name', async ({ db }) => {
  await db.deleteFrom('staff').execute()
  for (const name of ['Cleo', 'Ann', 'Ann', 'Ann', 'Bea']) await aPerson(db, { name })
  const seen: string[] = []
  let after: string | null | undefined
  do {
    const page = await listStaff(db, { limit: 2, after: after ?? undefined })
    seen.push(...page.items.map((item) => item.name))
    after = page.next
  } while (after)
  expect(seen).toEqual(['Ann', 'Ann', 'Ann', 'Bea', 'Cleo'])
})

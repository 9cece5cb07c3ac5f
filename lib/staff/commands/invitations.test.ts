import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { listInvitations } from '@/lib/staff/queries/list-invitations'
import { expect, test } from '@/tests/support/database'
import { actorOf, aPerson } from '@/tests/support/staff'
import { acceptInvitation, lookUpInvitation } from './accept-invitation'
import { inviteStaff, revokeInvitation } from './invite-staff'
import { issueSetupLink } from './issue-setup-link'

const VISITOR = { address: '192.0.2.9' }
const PASSWORD = 'four calm words here'

const tokenOf = (link: string | null): string => new URL(link ?? '').hash.slice(1)

const countStaff = async (db: Db): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('staff')
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
  )

const actionsOn = async (db: Db, target: string): Promise<string[]> =>
  (await db.selectFrom('audit_entry').select('action').where('target_id', '=', target).orderBy('id').execute()).map(
    (row) => row.action,
  )

test('the first operator comes in by the newest set-up link, once', async ({ db }) => {
  const replaced = await issueSetupLink(db)
  const link = await issueSetupLink(db)
  expect(link).toMatch(/^http:\/\/localhost:3000\/setup#[\w-]{43}$/)
  const setUp = { name: 'Nora', email: 'Nora@Example.org', password: PASSWORD }
  await expect(acceptInvitation(db, VISITOR, { ...setUp, token: tokenOf(replaced) })).rejects.toMatchObject({
    code: 'invitation.unknown',
  })
  expect(await lookUpInvitation(db, tokenOf(link))).toMatchObject({ kind: 'setup', email: null, role: 'operator' })
  const person = await acceptInvitation(db, VISITOR, { ...setUp, token: tokenOf(link) })
  expect(person).toMatchObject({ name: 'Nora', email: 'nora@example.org', role: 'operator' })
  await expect(acceptInvitation(db, VISITOR, { ...setUp, token: tokenOf(link) })).rejects.toMatchObject({
    code: 'invitation.used',
  })
  expect(await issueSetupLink(db)).toBeNull()
  expect(await actionsOn(db, person.id)).toEqual(['staff.joined'])
})

test('a set-up link that is left over is worth nothing once there is an operator', async ({ db }) => {
  await sql`delete from staff`.execute(db)
  const link = await issueSetupLink(db)
  await aPerson(db)
  const late = { name: 'Late', email: 'late@example.org', password: PASSWORD, token: tokenOf(link) }
  await expect(acceptInvitation(db, VISITOR, late)).rejects.toMatchObject({ code: 'setup.done' })
})

test('the token is stored hashed and stands in no log', async ({ db }) => {
  const { link } = await inviteStaff(db, cliActor, { email: 'hash@example.org', role: 'manager' })
  const { rows } = await sql<{ everything: string }>`
    select coalesce((select string_agg(invitation::text, ' ') from invitation), '') ||
      coalesce((select string_agg(link::text, ' ') from link), '') ||
      coalesce((select string_agg(audit_detail::text, ' ') from audit_detail), '') as everything`.execute(db)
  expect(rows[0]?.everything).toContain('hash@example.org')
  expect(rows[0]?.everything).not.toContain(tokenOf(link))
})

test('looking at an invitation changes nothing', async ({ db }) => {
  const { link } = await inviteStaff(db, cliActor, { email: 'look@example.org', role: 'moderator' })
  const before = await db.selectFrom('invitation').selectAll().where('email', '=', 'look@example.org').execute()
  for (let look = 0; look < 3; look += 1) await lookUpInvitation(db, tokenOf(link))
  expect(await db.selectFrom('invitation').selectAll().where('email', '=', 'look@example.org').execute()).toEqual(
    before,
  )
})

test('of many who accept one invitation together exactly one gets in', async ({ db }) => {
  const { link } = await inviteStaff(db, cliActor, { email: 'race@example.org', role: 'manager' })
  const before = await countStaff(db)
  const accept = (name: string) => acceptInvitation(db, VISITOR, { token: tokenOf(link), name, password: PASSWORD })
  const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map(accept))
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'invitation.used' })
  }
  expect(await countStaff(db)).toBe(before + 1)
})

test('an invitation is for its address and role, whatever the form says', async ({ db }) => {
  const { link } = await inviteStaff(db, cliActor, { email: 'own@example.org', role: 'executive' })
  const forged = { token: tokenOf(link), name: 'X', email: 'other@example.org', role: 'operator', password: PASSWORD }
  expect(await acceptInvitation(db, VISITOR, forged)).toMatchObject({ email: 'own@example.org', role: 'executive' })
})

test('a new invitation for an address makes the earlier one worthless, and a revoked one is too', async ({ db }) => {
  const first = await inviteStaff(db, cliActor, { email: 'twice@example.org', role: 'manager' })
  const second = await inviteStaff(db, cliActor, { email: 'twice@example.org', role: 'manager' })
  await expect(lookUpInvitation(db, tokenOf(first.link))).rejects.toMatchObject({ code: 'invitation.unknown' })
  await revokeInvitation(db, cliActor, second.invitation.id)
  await expect(lookUpInvitation(db, tokenOf(second.link))).rejects.toMatchObject({ code: 'invitation.unknown' })
  await expect(revokeInvitation(db, cliActor, second.invitation.id)).rejects.toMatchObject({ kind: 'not_found' })
})

test('an invitation runs out', async ({ db }) => {
  const { invitation, link } = await inviteStaff(db, cliActor, { email: 'old@example.org', role: 'manager' })
  await db
    .updateTable('link')
    .set({ expires_at: new Date(Date.now() - 1) })
    .where('subject', '=', `invitation:${invitation.id}`)
    .execute()
  const late = { token: tokenOf(link), name: 'Old', password: PASSWORD }
  await expect(acceptInvitation(db, VISITOR, late)).rejects.toMatchObject({ code: 'invitation.expired' })
})

test('somebody of the staff can not be invited again, and a weak password leaves the link good', async ({ db }) => {
  const person = await aPerson(db)
  await expect(inviteStaff(db, cliActor, { email: person.email, role: 'manager' })).rejects.toMatchObject({
    code: 'staff.email_taken',
  })
  const { link } = await inviteStaff(db, cliActor, { email: 'weak@example.org', role: 'manager' })
  const weak = { token: tokenOf(link), name: 'Weak', password: 'aaaaaaaaaaaa' }
  await expect(acceptInvitation(db, VISITOR, weak)).rejects.toMatchObject({
    code: 'password.weak',
    issues: [{ path: 'password' }],
  })
  expect(await lookUpInvitation(db, tokenOf(link))).toMatchObject({ email: 'weak@example.org' })
})

test('only operators invite', async ({ db }) => {
  for (const role of ['executive', 'moderator', 'manager'] as const) {
    const actor = actorOf(await aPerson(db, { role }))
    await expect(inviteStaff(db, actor, { email: 'no@example.org', role: 'executive' })).rejects.toMatchObject({
      code: 'permission.denied',
    })
  }
})

test('open invitations are listed in pages, without those that were answered', async ({ db }) => {
  await db.updateTable('link').set({ revoked_at: new Date() }).where('uses', '=', 0).execute()
  for (const name of ['a', 'b', 'c']) await inviteStaff(db, cliActor, { email: `${name}@page.org`, role: 'manager' })
  const first = await listInvitations(db, { limit: 2 })
  const second = await listInvitations(db, { limit: 2, after: first.next ?? '' })
  const emails = [...first.items, ...second.items].map((item) => item.email)
  expect(emails.toSorted()).toEqual(['a@page.org', 'b@page.org', 'c@page.org'])
  expect(second.next).toBeNull()
})

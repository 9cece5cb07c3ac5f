import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Client } from 'pg'
import { inject, test as plainTest } from 'vitest'
import { verifyAudit } from '@/lib/audit/verify'
import { createDb, createPool } from '@/lib/core/db/client'
import { migrate } from '@/lib/core/db/migrate'
import type { Db } from '@/lib/core/db/types'
import { appealByLink } from '@/lib/moderation/commands/appeal-links'
import { lookUpAppealLink } from '@/lib/moderation/queries/appeal-links'
import { cliActor } from '@/lib/staff/actor'
import { acceptInvitation, lookUpInvitation } from '@/lib/staff/commands/accept-invitation'
import { revokeInvitation } from '@/lib/staff/commands/invite-staff'
import { listInvitations } from '@/lib/staff/queries/list-invitations'
import { expect } from './support/database'
import { databaseBefore } from './support/old-database'

const VISITOR = { address: '192.0.2.9' }
const PASSWORD = 'four calm words here'
const STATES = ['open', 'used', 'revoked', 'expired'] as const
type State = (typeof STATES)[number]

const WHEN: Record<State, { end: string; used: string; revoked: string }> = {
  open: { end: `now() + interval '5 days'`, used: 'null', revoked: 'null' },
  used: { end: `now() + interval '5 days'`, used: 'now()', revoked: 'null' },
  revoked: { end: `now() + interval '5 days'`, used: 'null', revoked: 'now()' },
  expired: { end: `now() - interval '1 day'`, used: 'null', revoked: 'null' },
}

interface Sent {
  appeals: Record<State, string>
  invitations: Record<State, string>
  setup: string
  file: Buffer
}

const secret = () => randomBytes(32).toString('base64url')
const secrets = (): Record<State, string> => ({ open: secret(), used: secret(), revoked: secret(), expired: secret() })

/** The links that were sent before, by what became of them, and a picture that was kept. */
async function send(client: Client): Promise<Sent> {
  const [appeals, invitations, setup] = [secrets(), secrets(), secret()]
  const insert = async (text: string, values: unknown[] = []): Promise<string> =>
    String((await client.query<{ id: unknown }>(text, values)).rows[0]?.id)
  const hash = (token: string) => createHash('sha256').update(token).digest()
  const origin = await insert(`insert into origin (name) values ('forum') returning id`)
  for (const state of STATES) {
    const member = await insert(`insert into member (origin_id, external_id) values ($1, $2) returning id`, [
      origin,
      `author-${state}`,
    ])
    const caseId = await insert(
      `insert into moderation_case (item_type, item_id, member_id, queue_id, severity, status, content)
       values ('message', $1, $2, (select id from moderation_queue where is_default), 1, 'decided',
         '{"text":"Buy cheap gold","url":null,"name":null,"createdAt":null}') returning id`,
      [`m-${state}`, member],
    )
    const decision = await insert(
      `insert into moderation_decision (case_id, case_version, decided_by, opening, revision, status_before, reason)
       values ($1, 1, 'cli', 1, 1, 'open', 'Spam') returning id`,
      [caseId],
    )
    await client.query(
      `insert into moderation_action (case_id, decision_id, member_id, position, type) values ($1, $2, $3, 0, 'ban')`,
      [caseId, decision, member],
    )
    const { end, used, revoked } = WHEN[state]
    await client.query(
      `insert into appeal_link (decision_id, token_hash, created_by, expires_at, used_at, revoked_at)
       values ($1, $2, 'cli', ${end}, ${used}, ${revoked})`,
      [decision, hash(appeals[state])],
    )
    await client.query(
      `insert into invitation (kind, email, role, token_hash, created_by, created_at, expires_at, used_at, revoked_at)
       values ('invitation', $1, 'manager', $2, 'cli', date_trunc('milliseconds', now()), ${end}, ${used}, ${revoked})`,
      [`${state}@example.org`, hash(invitations[state])],
    )
  }
  await client.query(
    `insert into invitation (kind, role, token_hash, expires_at) values ('setup', 'operator', $1, now() + interval '1 day')`,
    [hash(setup)],
  )
  const file = randomBytes(64)
  await client.query(`insert into media_file (sha256, type, size, bytes) values (sha256($1), 'image/png', 64, $1)`, [
    file,
  ])
  return { appeals, invitations, setup, file }
}

const test = plainTest.extend(
  'migrated',
  { scope: 'file' }, // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
  async ({}, { onCleanup }): Promise<{ db: Db; sent: Sent; before: string }> => {
    const old = await databaseBefore(inject('cluster'), '20261129180000-links-and-files')
    const client = new Client({ connectionString: old.ownerUrl })
    await client.connect()
    const sent = await send(client)
    const { rows } = await client.query(`select pg_relation_filenode('media_file') as node`)
    await client.end()
    await migrate({ ownerUrl: old.ownerUrl })
    const pool = createPool(old.ownerUrl)
    onCleanup(async () => {
      await pool.end()
      await old.drop()
    })
    return { db: createDb(pool), sent, before: String(rows[0]?.node) }
  },
)

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const [result] = await Promise.allSettled([asked])
  return result.status === 'fulfilled' ? 'works' : String((result.reason as { code?: string }).code)
}

test('an appeal link that was sent before still works, once, and the others say what they said', async ({
  migrated: { db, sent },
}) => {
  const looks = STATES.map(async (state) => [state, await codeOf(lookUpAppealLink(db, sent.appeals[state]))])
  expect(Object.fromEntries(await Promise.all(looks))).toEqual({
    open: 'works',
    used: 'appeal_link.used',
    revoked: 'appeal_link.unknown',
    expired: 'appeal_link.expired',
  })
  const appeal = { token: sent.appeals.open, text: 'It was a joke' }
  expect(await appealByLink(db, VISITOR, appeal)).toMatchObject({ status: 'open' })
  expect(await codeOf(appealByLink(db, VISITOR, appeal))).toBe('appeal_link.used')
})

test('so does an invitation, is listed and can be revoked; the set-up link makes the first operator', async ({
  migrated: { db, sent },
}) => {
  const looks = STATES.map(async (state) => [state, await codeOf(lookUpInvitation(db, sent.invitations[state]))])
  expect(Object.fromEntries(await Promise.all(looks))).toEqual({
    open: 'works',
    used: 'invitation.used',
    revoked: 'invitation.unknown',
    expired: 'invitation.expired',
  })
  const { items } = await listInvitations(db, { limit: 10 })
  expect(items.map(({ email, createdBy }) => [email, createdBy])).toEqual([['open@example.org', 'cli']])
  expect(await lookUpInvitation(db, sent.setup)).toMatchObject({ kind: 'setup', email: null, role: 'operator' })
  const first = { token: sent.setup, name: 'Nora', email: 'nora@example.org', password: PASSWORD }
  expect(await acceptInvitation(db, VISITOR, first)).toMatchObject({ role: 'operator' })
  const join = { token: sent.invitations.open, name: 'Otto', password: PASSWORD }
  expect(await acceptInvitation(db, VISITOR, join)).toMatchObject({ email: 'open@example.org', role: 'manager' })
  const { id } = await db
    .selectFrom('invitation')
    .select('id')
    .where('email', '=', 'expired@example.org')
    .executeTakeFirstOrThrow()
  await revokeInvitation(db, cliActor, id)
  expect(await codeOf(lookUpInvitation(db, sent.invitations.expired))).toBe('invitation.unknown')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true })
})

test('files are the same rows under another name, none of them written again', async ({
  migrated: { db, sent, before },
}) => {
  const files = await db.selectFrom('stored_file').select(['bytes', 'type']).execute()
  expect(files).toEqual([{ bytes: sent.file, type: 'image/png' }])
  const { rows } = await sql<{ node: number }>`select pg_relation_filenode('stored_file') as node`.execute(db)
  expect(String(rows[0]?.node)).toBe(before)
})

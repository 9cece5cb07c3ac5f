import { sql } from 'kysely'
import { beforeAll } from 'vitest'
import { ensureBuild } from '@/cli/start/build'
import { issueAppealLink } from '@/lib/moderation/commands/appeal-links'
import { cliActor } from '@/lib/staff/actor'
import { inviteStaff } from '@/lib/staff/commands/invite-staff'
import { test as databaseTest, expect } from './support/database'
import { aDecision } from './support/moderation'
import { startWebProcess } from './support/web-process'

const BUILD_MS = 300_000

const test = databaseTest.extend('web', { scope: 'file' }, async ({ connectionString }, { onCleanup }) => {
  const web = await startWebProcess(connectionString, { GUILDHALL_LOG_LEVEL: 'debug' })
  onCleanup(web.stop)
  return web
})

beforeAll(() => ensureBuild(process.cwd()), BUILD_MS)

const secretOf = (link: string): string => new URL(link).hash.slice(1)

test('no secret of a link is in what a real web writes, whichever way it came in and however that ended', async ({
  web,
  db,
  ownerDb,
}) => {
  const { decisionId, moderator } = await aDecision(db)
  const appeal = secretOf((await issueAppealLink(db, moderator, { decisionId })).url)
  const invitation = secretOf((await inviteStaff(db, cliActor, { email: 'x@example.org', role: 'manager' })).link)
  const send = (path: string, body?: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, web.url), {
      ...{ method: body === undefined ? 'GET' : 'POST', headers: { origin: web.url, ...headers }, redirect: 'manual' },
      ...(body === undefined ? {} : { body }),
    }).then(async (answer) => ({ status: answer.status, text: await answer.text() }))
  const body = (token: string) => JSON.stringify({ token })
  expect((await send('/api/v1/appeal-links/lookup', body(appeal))).status).toBe(200)
  expect((await send('/api/v1/invitations/lookup', body(invitation))).status).toBe(200)
  // Of another purpose, in a broken body, and where it has no business: each is refused, and may be written down.
  expect((await send('/api/v1/appeal-links/lookup', body(invitation))).status).toBe(404)
  expect((await send('/api/v1/appeal-links/lookup', `{"token":"${appeal}`)).status).toBe(400)
  expect((await send(`/api/v1/${appeal}/feed.ics?token=${invitation}`)).status).toBe(404)
  expect((await send(`/invitation/${invitation}`)).status).toBe(404)
  for (const path of [`/appeal?token=${appeal}`, `/nowhere/%zz${appeal}`]) await send(path)
  await send('/api/v1/account', undefined, { authorization: `Bearer ${appeal}`, 'x-link': invitation })

  await sql`alter table link rename to link_away`.execute(ownerDb)
  const failed = await send('/api/v1/appeal-links/lookup', body(appeal))
  await sql`alter table link_away rename to link`.execute(ownerDb)
  expect(failed.status).toBe(500)
  expect(web.logged()).toContain('a request failed unexpectedly')
  const { text: figures } = await send('/metrics')
  for (const secret of [appeal, invitation]) {
    expect(web.logged()).not.toContain(secret)
    expect(figures).not.toContain(secret)
    expect(failed.text).not.toContain(secret)
  }
})

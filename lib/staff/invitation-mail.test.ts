import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { POST as invite } from '@/app/api/v1/invitations/route'
import { extendEnv } from '@/lib/core/env'
import { aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'

interface Mailbox {
  url: string
  mails: { from: string; to: string[]; text: string }[]
}

const test = webTest.extend('mailbox', { scope: 'file' }, async ({ web: _web }, { onCleanup }): Promise<Mailbox> => {
  const mails: Mailbox['mails'] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('refused') ? new Error('no such mailbox') : undefined),
    onData: (stream, { envelope }, done) => {
      text(stream).then((body) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        mails.push({ from, to: envelope.rcptTo.map((each) => each.address), text: body })
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onCleanup(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails }
})

async function inviteAs(cookie: string, email: string) {
  const body = { email, role: 'moderator' }
  const response = await call(invite, { method: 'POST', path: '/api/v1/invitations', body, headers: { cookie } })
  expect(response.status).toBe(201)
  return (await response.json()) as { link: string; isMailed: boolean }
}

test('an invitation is mailed where a mail server is set, and its link shown in any case', async ({
  web: db,
  mailbox,
}) => {
  const cookie = await cookieOf(db, await aPerson(db))
  expect(await inviteAs(cookie, 'first@example.org')).toMatchObject({ isMailed: false })
  extendEnv({ SMTP_URL: mailbox.url })
  const { link, isMailed } = await inviteAs(cookie, 'second@example.org')
  expect(isMailed).toBe(true)
  expect(mailbox.mails).toHaveLength(1)
  const [mail] = mailbox.mails
  expect(mail).toMatchObject({ from: 'guildhall@localhost', to: ['second@example.org'] })
  // Long lines travel as quoted-printable.
  expect(mail?.text.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toContain(link)
})

test('a mail that is not taken leaves the invitation good', async ({ web: db, mailbox }) => {
  extendEnv({ SMTP_URL: mailbox.url })
  const cookie = await cookieOf(db, await aPerson(db))
  expect(await inviteAs(cookie, 'refused@example.org')).toMatchObject({ isMailed: false })
  extendEnv({ SMTP_URL: 'smtp://127.0.0.1:1' })
  expect(await inviteAs(cookie, 'nowhere@example.org')).toMatchObject({ isMailed: false })
})

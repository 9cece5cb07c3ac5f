import { findKey } from '@/lib/staff/queries/find-access'
import { guildhall } from '@/tests/support/guildhall'
import { expect, test } from '@/tests/support/web'

test('key add prints a key once that works, key revoke ends it', async ({ web: db }) => {
  const add = ['key', 'add', '--name', 'exporter', '--role', 'operator', '--scope', 'metrics:read', '--json']
  const { code, json } = await guildhall(add)
  expect([code, json.key]).toEqual([0, expect.stringMatching(/^gh_/)])
  expect(await findKey(db, String(json.key))).toMatchObject({ id: json.id, scopes: ['metrics:read'] })
  expect((await guildhall(['key', 'list', '--json'])).stdout).not.toContain(String(json.key).slice(3, -4))
  expect((await guildhall(['key', 'revoke', String(json.id)])).code).toBe(0)
  expect(await findKey(db, String(json.key))).toBeUndefined()
  expect((await guildhall(['key', 'add', '--name', 'x', '--role', 'executive', '--scope', 'staff:read'])).code).toBe(2)
})

test('staff are invited, added, given roles and disabled', async ({ web: _db }) => {
  const invited = await guildhall(['staff', 'add', '--email', 'nora@example.org', '--role', 'operator', '--json'])
  expect(invited.json.link).toMatch(/^http:\/\/localhost:3000\/invitation#/)
  const person = ['--email', 'omar@example.org', '--name', 'Omar', '--role', 'operator', '--password-stdin']
  expect((await guildhall(['staff', 'add', ...person], 'four calm words here\n')).code).toBe(0)
  const last = await guildhall(['staff', 'role', 'omar@example.org', 'manager'])
  expect([last.code, last.stderr]).toEqual([1, expect.stringContaining('last operator')])
  const weak = ['--email', 'pia@example.org', '--name', 'Pia', '--role', 'manager', '--password-stdin']
  expect((await guildhall(['staff', 'add', ...weak], 'short')).code).toBe(2)
  expect((await guildhall(['staff', 'add', ...weak], 'another set of words')).code).toBe(0)
  const disabled = await guildhall(['staff', 'disable', 'PIA@example.org', '--json'])
  expect(disabled.json).toMatchObject({ email: 'pia@example.org', isDisabled: true })
  const { json } = await guildhall(['staff', 'list', '--json'])
  expect(json.items).toMatchObject([{ email: 'omar@example.org' }, { email: 'pia@example.org' }])
  expect((await guildhall(['staff', 'disable', 'nobody@example.org'])).code).toBe(1)
})

test('settings are read and changed, and wrong ones are refused by name', async ({ web: _db }) => {
  expect((await guildhall(['settings', 'set', 'zone', 'Europe/Berlin'])).stdout).toBe('Europe/Berlin\n')
  expect((await guildhall(['settings', 'get', 'zone', '--json'])).json).toEqual({ zone: 'Europe/Berlin' })
  expect((await guildhall(['settings', 'set', 'keepRawDays', '400', '--json'])).json).toEqual({ keepRawDays: 400 })
  expect((await guildhall(['settings', 'set', 'keepRawDays', 'forever'])).stdout).toBe('forever\n')
  const wrong = await guildhall(['settings', 'set', 'zone', 'Mars/Olympus'])
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('zone')])
  expect((await guildhall(['settings', 'set', 'colour', 'red'])).code).toBe(2)
  const unknown = await guildhall(['settings', 'get', '--colour', '--json'])
  expect(unknown).toMatchObject({ code: 2, json: { error: { code: 'command.wrong_use' } } })
})

import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { expect, test } from '@/tests/support/database'
import { findAppLogin } from './app-login'
import { migrate } from './migrate'

const withLogin = (url: string, name: string, password: string): string => {
  const changed = new URL(url)
  changed.username = name
  changed.password = password
  return changed.href
}

test('applies nothing twice, also when several processes start at once', async ({ ownerConnectionString }) => {
  const results = await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl: ownerConnectionString })))
  expect(results.map((result) => result.applied)).toEqual([[], [], []])
})

test('makes a login for the app, whose password can be changed by the next start', async ({
  ownerConnectionString,
}) => {
  const first = await migrate({ ownerUrl: ownerConnectionString, appPassword: randomBytes(8).toString('hex') })
  const second = await migrate({ ownerUrl: ownerConnectionString, appPassword: randomBytes(8).toString('hex') })
  expect(new URL(first.appUrl).username).toMatch(/_app$/)
  await expect(connectOnce(second.appUrl)).resolves.toBe(new URL(second.appUrl).username)
  await expect(connectOnce(first.appUrl)).rejects.toMatchObject({ code: '28P01' })
})

test('whoever has the app’s password finds its login by the owner’s connection', async ({ ownerConnectionString }) => {
  const { appUrl } = await migrate({ ownerUrl: ownerConnectionString, appPassword: 'app' })
  expect(await findAppLogin(ownerConnectionString, 'app')).toBe(appUrl)
  expect(await findAppLogin(ownerConnectionString, 'another')).toBeNull()
})

test('a database that was restored under another name serves the login that it makes there, jobs included', async ({
  ownerConnectionString,
}) => {
  const before = new Client({ connectionString: ownerConnectionString })
  await before.connect()
  // As it was dumped: a policy that names the login of the database's earlier name.
  await before.query('alter policy guildhall_app on graphile_worker._private_tasks to current_user')
  await before.end()
  const { appUrl } = await migrate({ ownerUrl: ownerConnectionString, appPassword: 'app' })
  const app = new Client({ connectionString: appUrl })
  await app.connect()
  await expect(app.query("select graphile_worker.add_job('a-new-task')")).resolves.toMatchObject({ rowCount: 1 })
  await app.end()
})

test('uses the login that it was given where that may not make another', async ({ ownerConnectionString }) => {
  const name = `plain_${randomBytes(4).toString('hex')}`
  const superuser = new Client({ connectionString: inject('cluster').superuserUrl })
  await superuser.connect()
  await superuser.query(`create role ${name} login password 'plain'`)
  await superuser.query(`create database ${name} owner ${name}`)
  await superuser.end()
  const base = new URL(ownerConnectionString)
  base.pathname = `/${name}`
  const ownerUrl = withLogin(base.href, name, 'plain')
  const { applied, appUrl } = await migrate({ ownerUrl, appPassword: 'app' })
  expect(applied.length).toBeGreaterThan(0)
  expect(appUrl).toBe(ownerUrl)
})

test('leaves alone what others keep in the same schema, such as an extension of the server', async ({
  ownerConnectionString,
}) => {
  const superuser = await asSuperuser(new URL(ownerConnectionString).pathname)
  await superuser.query('create extension if not exists pg_trgm')
  await superuser.query('create sequence not_ours')
  await superuser.query('revoke execute on function show_trgm(text) from public')
  await superuser.end()
  const { appUrl } = await migrate({ ownerUrl: ownerConnectionString, appPassword: 'app' })
  expect(new URL(appUrl).username).toMatch(/_app$/)
})

async function asSuperuser(pathname: string): Promise<Client> {
  const url = new URL(inject('cluster').superuserUrl)
  url.pathname = pathname
  const superuser = new Client({ connectionString: url.href })
  await superuser.connect()
  return superuser
}

async function connectOnce(connectionString: string): Promise<string> {
  const client = new Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ name: string }>('select current_user as name')
  await client.end()
  return rows[0]?.name ?? ''
}

import type { BrowserContext } from 'playwright/test'
import type { Db } from '@/lib/core/db/types'
import { freePorts } from '../support/free-ports'
import { anotherBuild } from '../support/other-build'
import { aPerson, cookieOf } from '../support/staff'
import { startWebProcess, type WebProcess } from '../support/web-process'
import { connected } from './support/connected'
import { expect, test as plainTest } from './support/test'

interface Updating {
  url: string
  /** Ends the web that serves this build, and starts one in its place that serves another. */
  update: () => Promise<void>
}

/** A web of its own beside the one of all other tests, on the same database. */
const test = plainTest.extend<{ updating: Updating }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a fixture needs
  updating: async ({}, use) => {
    const database = process.env.DATABASE_URL ?? ''
    const other = await anotherBuild('another-build')
    const [port = 0] = await freePorts(1)
    const url = `http://127.0.0.1:${port}`
    const start = (folder?: string) =>
      startWebProcess(
        database,
        // The head of the audit log is recorded beside the data: one that is kept elsewhere would look like a restore.
        { GUILDHALL_URL: url, GUILDHALL_DATA: process.env.E2E_DATA ?? '' },
        { port, ...(folder ? { folder } : {}) },
      )
    let web: WebProcess = await start()
    await use({
      url,
      update: async () => {
        await web.stop()
        web = await start(other.folder)
      },
    })
    await web.stop()
    await other.remove()
  },
})

async function signIn(context: BrowserContext, db: Db, url: string) {
  const person = await aPerson(db)
  const [name = '', value = ''] = (await cookieOf(db, person)).split('=')
  await context.addCookies([{ name, value, url }])
  return person
}

test('a page of another build changes nothing and asks to be reloaded, and then it works', async ({
  page,
  context,
  db,
  updating,
}) => {
  test.slow()
  const person = await signIn(context, db, updating.url)
  const nameOf = async () =>
    (await db.selectFrom('staff').select('name').where('id', '=', person.id).executeTakeFirstOrThrow()).name
  const isLive = connected(page)
  await page.goto(`${updating.url}/settings/account`)
  await isLive
  const name = page.getByLabel('Name', { exact: true })
  const save = page.getByRole('button', { name: 'Save' }).first()
  await name.fill('Before')
  await save.click()
  await expect.poll(nameOf).toBe('Before')

  await updating.update()
  await name.fill('After')
  await save.click()
  await expect(page.getByText('Guildhall was updated. Reload the page to continue. Nothing was changed.')).toBeVisible()
  expect(await nameOf()).toBe('Before')

  // Told once, it sends nothing any more.
  const sent: string[] = []
  // The live connection falls back to POST where the machine is busy; it is no write.
  const isWrite = (method: string, url: string) => method !== 'GET' && !url.includes('/socket.io/')
  page.on('request', (request) => void (isWrite(request.method(), request.url()) && sent.push(request.url())))
  await save.click()
  await expect(page.getByText('Guildhall was updated.')).toBeVisible()
  expect(sent).toEqual([])

  await page.reload()
  await name.fill('After')
  await save.click()
  await expect.poll(nameOf).toBe('After')
})

test('where an answer of another build can not be drawn, the page asks to be reloaded', async ({
  page,
  context,
  db,
  updating,
}) => {
  test.slow()
  await signIn(context, db, updating.url)
  const isLive = connected(page)
  await page.goto(`${updating.url}/operations/keys`)
  await isLive
  await expect(page.getByRole('heading', { level: 1, name: 'Keys' })).toBeVisible()
  // As the other build might answer: in a shape that this page does not know.
  await page.route('**/api/v1/keys*', (asked) => asked.fulfill({ json: { keys: [] } }))
  await updating.update()
  // After the connection was gone everything shown is fetched anew.
  await expect(page.getByText('Guildhall was updated')).toBeVisible({ timeout: 30_000 })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Keys' })).toBeVisible()
})

test('a write of a page of another build is refused by the server, whatever the page knows, and programs go on', async ({
  context,
  db,
  updating,
}) => {
  const person = await signIn(context, db, updating.url)
  const rename = (build: string | undefined, name: string) =>
    context.request.patch(`${updating.url}/api/v1/account`, {
      headers: { origin: updating.url, ...(build === undefined ? {} : { 'Guildhall-Build': build }) },
      data: { name },
    })
  const refused = await rename('an-older-build', 'Refused')
  expect([refused.status(), await refused.json()]).toMatchObject([409, { code: 'page.outdated' }])
  const build = refused.headers()['guildhall-build']
  expect(build).toMatch(/^[\w-]{8,}$/)
  const kept = await db.selectFrom('staff').select('name').where('id', '=', person.id).executeTakeFirstOrThrow()
  expect(kept.name).toBe(person.name)
  // The page's own build, and a program that knows of none.
  expect((await rename(build, 'One')).status()).toBe(200)
  expect((await rename(undefined, 'Two')).status()).toBe(200)
  const document = await context.request.get(`${updating.url}/api/v1/openapi.json`)
  expect([document.status(), await document.json()]).toMatchObject([200, { openapi: '3.1.0' }])
})

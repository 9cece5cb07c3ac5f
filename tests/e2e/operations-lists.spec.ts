import { randomUUID } from 'node:crypto'
import { getAuditHead } from '@/lib/audit/queries'
import { inTransaction } from '@/lib/core/db/transaction'
import { publishChange } from '@/lib/core/realtime/publish'
import { cliActor } from '@/lib/staff/actor'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

test('a key is shown once, works, and is refused once revoked', async ({ page, request, signInAs }) => {
  await signInAs('operator')
  const name = `Board ${randomUUID().slice(0, 8)}`
  await page.goto('/operations/keys')
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Read sources').click()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  const key = await dialog.getByLabel('API key').inputValue()
  expect(key).toMatch(/^gh_/)
  const asKey = { headers: { Authorization: `Bearer ${key}` } }
  expect((await request.get('/api/v1/sources', asKey)).status()).toBe(200)
  expect((await request.get('/api/v1/collections', asKey)).status()).toBe(403)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.reload()
  await expect(page.getByText(name)).toBeVisible()
  expect(await page.content()).not.toContain(key)

  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Revoked')
  expect((await request.get('/api/v1/sources', asKey)).status()).toBe(401)
})

test('the audit log is filtered by the address, tells before and after, and its chain holds', async ({
  page,
  db,
  signInAs,
}) => {
  const operator = await signInAs('operator')
  const name = `Logged ${randomUUID().slice(0, 8)}`
  const { id } = await addKey(
    db,
    { ...cliActor, kind: 'staff', id: operator.id },
    { name, role: 'executive', scopes: [] },
  )
  await page.goto(`/operations/audit?actor=${operator.id}&action=key.created`)
  const table = page.getByRole('table', { name: 'Audit log' })
  await expect(table.getByRole('row')).toHaveCount(2)
  await table.getByRole('button', { name: /Key created/ }).click()
  const detail = page.getByRole('region', { name: 'Key created' })
  await expect(detail.getByRole('row', { name: /^name/ })).toContainText(name)
  await detail.getByRole('button', { name: 'Show all entries about this key' }).click()
  await expect(page).toHaveURL(new RegExp(`target=${id}`))
  await expect(table.getByRole('row')).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Action' }).click()
  await page.getByRole('option', { name: 'Source created' }).click()
  await expect(page.getByText('No entries match these filters.')).toBeVisible()
  await page.getByRole('button', { name: 'Verify chain' }).click()
  await expect(page.getByText(/entries, intact|entry, intact/)).toBeVisible()
  // The newest entry, to be noted elsewhere; another test may write one at any time.
  const newest = page.getByText(/^Newest entry \d+/)
  await expect(async () => {
    const head = await getAuditHead(db)
    await expect(newest).toContainText(`Newest entry ${head?.id}`, { timeout: 1_000 })
    await expect(newest).toContainText(head?.hash ?? '', { timeout: 1_000 })
  }).toPass()
})

test('runs are walked by keyboard beside their detail, and what comes in meanwhile waits', async ({
  page,
  db,
  signInAs,
}) => {
  await signInAs('executive')
  const { id: sourceId } = await db
    .insertInto('source')
    .values({
      name: `Fast ${randomUUID().slice(0, 8)}`,
      kind: 'system',
      interval_seconds: 86_400,
      paused_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const addRun = (minutesAgo: number, status: string) =>
    db
      .insertInto('collection_run')
      .values({
        source_id: sourceId,
        trigger: 'schedule',
        slot: new Date(Date.now() - minutesAgo * 60_000),
        status,
        interval_seconds: 60,
        started_at: new Date(Date.now() - minutesAgo * 60_000),
        finished_at: new Date(),
        errors: status === 'failed' ? JSON.stringify([{ metric: 'members', message: 'No answer.' }]) : '[]',
      })
      .execute()
  for (const [index, status] of ['succeeded', 'failed', 'missed'].entries()) await addRun(index + 1, status)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/operations/runs?source=${sourceId}`)
  const table = page.getByRole('table', { name: 'Collection runs' })
  await expect(table.getByRole('row')).toHaveCount(4)
  const detail = page.getByRole('region', { name: 'Run', exact: true })
  // The server's page is there before it listens to keys.
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(detail).toBeVisible({ timeout: 2_000 })
  }).toPass()
  // Faster than the selection shows: to the first, whose end holds, and on to the second.
  for (const key of ['k', 'k', 'k', 'j', 'j', 'k']) await page.keyboard.press(key)
  await expect(page).toHaveURL(/run=\d+/)
  await expect(detail.getByText('No answer.')).toBeVisible()

  await addRun(0, 'partial')
  await inTransaction(db, (trx) => publishChange(trx, { topic: 'runs' }))
  await page.getByRole('button', { name: /1 new run/ }).click()
  await expect(table.getByRole('row')).toHaveCount(5)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/operations\/runs\/\d+$/)
  await page.goBack()
  await expect(page.getByRole('region', { name: 'Run', exact: true }).getByText('No answer.')).toBeVisible()
})

test('a list that can not be loaded says so and is there after another try', async ({ page, signInAs }) => {
  await signInAs('operator')
  await page.goto('/operations/runs')
  await page.route('**/api/v1/collections?*', (route) =>
    route.fulfill({
      status: 503,
      json: {
        status: 503,
        title: 'Unavailable',
        code: 'database.unreachable',
        detail: 'The database can’t be reached.',
      },
    }),
  )
  await page.getByRole('radio', { name: 'Last 7 days' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The runs could not be loaded' })).toBeVisible({
    timeout: 20_000,
  })
  await page.unroute('**/api/v1/collections?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The runs could not be loaded' })).toBeHidden()
})

const PAGES = {
  operations: ['', '/runs', '/imports', '/health', '/audit', '/staff', '/keys'],
  settings: ['', '/retention', '/account'],
}

for (const [room, paths] of Object.entries(PAGES)) {
  test(`axe finds nothing on any page of ${room}, light and dark`, async ({ page, signInAs }) => {
    test.setTimeout(180_000)
    await signInAs('operator')
    for (const path of paths) {
      await page.goto(`/${room}${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
    }
  })
}

test('axe finds nothing on a run, on a page that is not there, and before signing in, light and dark', async ({
  page,
  db,
  signInAs,
}) => {
  await page.goto('/sign-in')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(page)
  await signInAs('operator')
  const run = await db
    .selectFrom('collection_run')
    .select('id')
    .where('status', '=', 'succeeded')
    .executeTakeFirstOrThrow()
  for (const path of [`/operations/runs/${run.id}`, '/nowhere']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
  }
})

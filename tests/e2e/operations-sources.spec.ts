import { randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright/test'
import { createSource } from '@/lib/collection/commands/create-source'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { cliActor } from '@/lib/staff/actor'
import { holdBack } from './support/hold-back'
import { expect, test } from './support/test'

/** A source of its own for each test, collected so seldom that only the test makes it run. */
async function aSource(db: Db): Promise<string> {
  const name = `System ${randomUUID().slice(0, 8)}`
  await createSource(db, cliActor, {
    name,
    kind: 'system',
    config: {},
    secrets: {},
    intervalSeconds: 86_400,
    timeoutSeconds: 60,
  })
  return name
}

/** Its runs stand in another table of the page. */
const sourceRow = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Sources' }).getByRole('row', { name: new RegExp(name) })

test('an operator collects a source by hand, follows it, and reads what it measured', async ({
  page,
  db,
  signInAs,
}) => {
  await signInAs('operator')
  const name = await aSource(db)
  await page.goto('/operations')
  const row = sourceRow(page, name)
  // A new source is collected at once by itself; by hand is the run after it.
  await expect(row.getByText('On time')).toBeVisible({ timeout: 20_000 })
  await row.getByRole('button', { name: `Collect now: ${name}` }).click()
  await expect(row.getByRole('status').filter({ visible: true })).toHaveText(/^\d+ samples in /)
  await row.getByRole('status').filter({ visible: true }).click()
  await expect(page).toHaveURL(/\/operations\/runs\/\d+$/)
  await expect(page.getByRole('heading', { name: `Run of ${name}` })).toBeVisible()
  await expect(page.getByText('Everything was measured.')).toBeVisible()
  await expect(page.getByText('Manual, by operator')).toBeVisible()
  await expect(page.getByRole('row', { name: /Database size/ })).toBeVisible()
})

test('a run that is under way already is followed, not refused', async ({ page, db, signInAs }) => {
  await signInAs('operator')
  const name = await aSource(db)
  await page.goto('/operations')
  const row = sourceRow(page, name)
  await expect(row.getByText('On time')).toBeVisible({ timeout: 20_000 })
  const source = await db.selectFrom('source').select('id').where('name', '=', name).executeTakeFirstOrThrow()
  // Somebody else is quicker by a moment: their run begins after the press and before the server hears of it. Any earlier,
  // and a hint of another test's could show it and close the button.
  await page.route('**/api/v1/collections', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await db
      .insertInto('collection_run')
      .values({
        source_id: source.id,
        trigger: 'manual',
        started_by: 'cli',
        status: 'running',
        interval_seconds: 60,
        lease_until: new Date(Date.now() + 60_000),
        progress: JSON.stringify({ done: 2, total: 6, metric: null }),
      })
      .execute()
    await route.continue()
  })
  await row.getByRole('button', { name: `Collect now: ${name}` }).click()
  await expect(row.getByRole('status').filter({ visible: true })).toHaveText(/2 of 6 figures/)
  await expect(row.getByRole('progressbar').filter({ visible: true })).toHaveAttribute('aria-valuenow', '33')
  await db
    .updateTable('collection_run')
    .set({
      status: 'failed',
      finished_at: new Date(),
      errors: JSON.stringify([{ metric: null, message: 'It broke off.' }]),
    })
    .where('source_id', '=', source.id)
    .where('status', '=', 'running')
    .execute()
  await expect(row.getByRole('status').filter({ visible: true })).toHaveText('It broke off.')
})

test('what ends while the page is still loading is shown all the same', async ({
  page,
  db,
  signInAs,
  routeSockets,
}) => {
  await signInAs('operator')
  const name = await aSource(db)
  const source = await db.selectFrom('source').select('id').where('name', '=', name).executeTakeFirstOrThrow()
  const isCollected = () =>
    db
      .selectFrom('collection_run')
      .select('id')
      .where('source_id', '=', source.id)
      .where('status', '=', 'succeeded')
      .executeTakeFirst()
  await expect.poll(isCollected, { timeout: 20_000 }).toBeTruthy()
  const setStatus = (status: 'running' | 'succeeded') =>
    inTransaction(db, async (trx) => {
      await trx
        .updateTable('collection_run')
        .set({
          status,
          finished_at: status === 'running' ? null : new Date(),
          lease_until: new Date(Date.now() + 60_000),
        })
        .where('source_id', '=', source.id)
        .execute()
      await publishChange(trx, { topic: 'runs' })
    })
  await setStatus('running')
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
  await routeSockets(async (socket) => {
    await isOver
    socket.connectToServer()
  })
  await page.route('**/socket.io/**', async (route) => {
    await isOver
    await route.continue()
  })
  await page.goto('/operations')
  const row = sourceRow(page, name)
  await expect(row.getByText('Collecting', { exact: true })).toBeVisible()
  await setStatus('succeeded')
  end()
  // A socket that was held back for long enough is tried again, after a pause.
  await expect(row.getByText('On time')).toBeVisible({ timeout: 30_000 })
})

test('what adds a source can be pressed once the form is there', async ({ page, signInAs }) => {
  await signInAs('operator')
  const end = await holdBack(page, '**/api/v1/source-kinds')
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Add source' }).click()
  const sheet = page.getByRole('dialog')
  const add = sheet.getByRole('button', { name: 'Add source' })
  await expect(sheet.getByRole('status', { name: /^Loading/ })).toBeVisible()
  await expect(add).toBeDisabled()
  end()
  await add.click()
  await expect(sheet.getByText('Name is required.')).toBeVisible()
})

test('an operator adds a source, edits it, pauses it, takes that back, and deletes it', async ({ page, signInAs }) => {
  await signInAs('operator')
  const name = `Machine ${randomUUID().slice(0, 8)}`
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Add source' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Add source' }).click()
  await expect(sheet.getByText('Name is required.')).toBeVisible()
  await sheet.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'System' }).click()
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('radio', { name: 'Cron' }).click()
  await sheet.getByLabel('Cron expression', { exact: true }).fill('every hour or so')
  await sheet.getByRole('button', { name: 'Add source' }).click()
  // The server knows cron; what was typed is kept and the error lands on its field.
  await expect(sheet.getByText(/The expression needs five fields|is not a cron expression/)).toBeVisible()
  await expect(sheet.getByLabel('Cron expression', { exact: true })).toHaveValue('every hour or so')
  await sheet.getByLabel('Cron expression', { exact: true }).fill('17 * * * *')
  await sheet.getByRole('button', { name: 'Add source' }).click()
  await expect(sheet).toBeHidden()

  const row = sourceRow(page, name)
  await expect(row.getByText('cron 17 * * * *')).toBeVisible()
  const menu = row.getByRole('button', { name: `Actions for ${name}` })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await sheet.getByRole('radio', { name: 'Fixed interval' }).click()
  await sheet.getByLabel('Interval', { exact: true }).fill('45')
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(row.getByText('every 45 min')).toBeVisible()

  await menu.click()
  await page.getByRole('menuitem', { name: 'Test connection' }).click()
  await expect(page.getByText(`${name} can be reached`)).toBeVisible()

  await menu.click()
  await page.getByRole('menuitem', { name: 'Pause' }).click()
  await expect(row.getByText('Paused')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row.getByText('Paused')).toBeHidden()

  await menu.click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('Its figures stay in the charts')
  await question.getByRole('button', { name: `Delete ${name}` }).click()
  await expect(row).toBeHidden()
})

test('who edits what somebody else has changed meanwhile is told, and overwrites nothing', async ({
  page,
  db,
  signInAs,
}) => {
  await signInAs('operator')
  const name = await aSource(db)
  await page.goto('/operations')
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await db
    .updateTable('source')
    .set((eb) => ({ version: eb('version', '+', 1), timeout_seconds: 7 }))
    .where('name', '=', name)
    .execute()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Timeout in seconds').fill('99')
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(
    sheet.getByText('Someone else changed this source after you opened it. Reload it and try again.'),
  ).toBeVisible()
  await expect(sheet.getByLabel('Timeout in seconds')).toHaveValue('99')
  const { timeout_seconds } = await db
    .selectFrom('source')
    .select('timeout_seconds')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  expect(timeout_seconds).toBe(7)
})

test('an executive sees the state of collection and nothing to change it with', async ({ page, signInAs }) => {
  await signInAs('executive')
  await page.goto('/operations')
  await expect(page.getByRole('table', { name: 'Sources' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(Collect .+ now|Add source|Actions for .+)$/ })).toHaveCount(0)
  const tabs = page.getByRole('navigation', { name: 'Operations' }).getByRole('link')
  await expect(tabs).toHaveText(['Collection', 'Runs', 'Health'])
  for (const closed of [
    '/operations/audit',
    '/operations/staff',
    '/operations/keys',
    '/operations/webhooks',
    '/operations/imports',
  ]) {
    await page.goto(closed)
    await expect(page.getByText('You don’t have access to this page')).toBeVisible()
  }
})

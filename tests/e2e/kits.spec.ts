import { randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright/test'
import { aReceiver } from '../support/receiver'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

const question = (page: Page): Locator => page.getByRole('alertdialog', { name: 'Discard your changes?' })

async function openKeyDialog(page: Page): Promise<Locator> {
  await page.goto('/operations/keys')
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Create key' })
  await expect(dialog.getByLabel('Name')).toBeFocused()
  return dialog
}

/** The ways out of a dialog, each of which asks once something was typed. */
const WAYS_OUT: Record<string, (page: Page, dialog: Locator) => Promise<void>> = {
  Escape: (page) => page.keyboard.press('Escape'),
  'a click outside': (page) => page.mouse.click(5, 5),
  Cancel: (_page, dialog) => dialog.getByRole('button', { name: 'Cancel' }).click(),
  Close: (_page, dialog) => dialog.getByRole('button', { name: 'Close' }).click(),
}

for (const [name, leave] of Object.entries(WAYS_OUT)) {
  test(`${name} closes an untouched form at once, and asks before typed text is thrown away`, async ({
    page,
    signInAs,
  }) => {
    await signInAs('operator')
    const dialog = await openKeyDialog(page)
    await leave(page, dialog)
    await expect(dialog).toBeHidden()
    await expect(question(page)).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Create key' }).first()).toBeFocused()

    await page.keyboard.press('Enter')
    await dialog.getByLabel('Name').fill('Half a name')
    await leave(page, dialog)
    await expect(question(page)).toBeVisible()
    await question(page).getByRole('button', { name: 'Keep editing' }).click()
    await expect(question(page)).toBeHidden()
    await expect(dialog.getByLabel('Name')).toHaveValue('Half a name')

    await leave(page, dialog)
    await question(page).getByRole('button', { name: 'Discard' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('button', { name: 'Create key' }).first()).toBeFocused()
    // What was discarded is not there the next time.
    await page.keyboard.press('Enter')
    await expect(dialog.getByLabel('Name')).toHaveValue('')
  })
}

test('the browser’s Back asks before typed text is thrown away, and goes back when it is', async ({
  page,
  signInAs,
}) => {
  await signInAs('operator')
  await page.goto('/operations/webhooks')
  await page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name: 'Keys' }).click()
  await expect(page).toHaveURL(/\/operations\/keys$/)
  await page.getByRole('button', { name: 'Create key' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Create key' })
  await dialog.getByLabel('Name').fill('Half a name')
  await page.evaluate(() => history.back())
  await expect(question(page)).toBeVisible()
  await expectAccessible(page)
  await question(page).getByRole('button', { name: 'Keep editing' }).click()
  await expect(page).toHaveURL(/\/operations\/keys$/)
  await expect(dialog.getByLabel('Name')).toHaveValue('Half a name')

  await page.evaluate(() => history.back())
  await question(page).getByRole('button', { name: 'Discard' }).click()
  await expect(page).toHaveURL(/\/operations\/webhooks$/)
  await expect(page.getByRole('heading', { name: 'Webhooks', level: 1 })).toBeVisible()
  await page.evaluate(() => history.forward())
  await expect(page).toHaveURL(/\/operations\/keys$/)
  await expect(page.getByRole('heading', { name: 'Keys', level: 1 })).toBeVisible()
})

test('Back leaves at once where nothing was typed', async ({ page, signInAs }) => {
  await signInAs('operator')
  await page.goto('/operations/webhooks')
  await page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name: 'Keys' }).click()
  await page.getByRole('button', { name: 'Create key' }).first().click()
  await expect(page.getByRole('dialog', { name: 'Create key' })).toBeVisible()
  await page.evaluate(() => history.back())
  await expect(page).toHaveURL(/\/operations\/webhooks$/)
  await expect(question(page)).toHaveCount(0)
})

test('an empty save says in words what is missing, beside its field, and goes to the first one', async ({
  page,
  signInAs,
}) => {
  await signInAs('manager')
  await page.setViewportSize({ width: 390, height: 600 })
  await page.goto('/moderation/rules')
  await page.getByRole('button', { name: 'New rule' }).first().click()
  const sheet = page.getByRole('dialog', { name: 'New rule' })
  await sheet.getByLabel('Daily limit').scrollIntoViewIfNeeded()
  await expect(sheet.getByLabel('Name')).not.toBeInViewport()
  await sheet.getByRole('button', { name: 'Save draft' }).click()
  const name = sheet.getByLabel('Name')
  await expect(name).toBeFocused()
  await expect(name).toBeInViewport()
  await expect(name).toHaveAccessibleDescription('Name is required.')
  await expect(sheet.getByLabel('Words or phrases')).toHaveAccessibleDescription(
    'One per line. Words or phrases must have at least 1 entry.',
  )
  await expect(sheet).not.toContainText(/Too small|expected/)
  await name.fill('A name')
  await sheet.getByRole('button', { name: 'Save draft' }).click()
  await expect(sheet.getByLabel('Words or phrases')).toBeFocused()
  await expect(sheet.getByLabel('Words or phrases')).toBeInViewport()
})

test('a message of a group goes to the group’s first control', async ({ page, signInAs }) => {
  await signInAs('operator')
  await page.goto('/operations/webhooks')
  await page.getByRole('button', { name: 'Add webhook' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add webhook' })
  await dialog.getByLabel('URL').fill('https://platform.example/hooks')
  for (const box of await dialog.getByRole('checkbox').all()) if (await box.isChecked()) await box.click()
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await expect(dialog.getByText('Choose at least one event.')).toBeVisible()
  await expect(dialog.getByRole('checkbox').first()).toBeFocused()
  await expectAccessible(page)
})

test('what the server refuses stands beside its field, and what was typed stays', async ({ page, signInAs }) => {
  await signInAs('operator')
  await page.goto('/operations/webhooks')
  await page.getByRole('button', { name: 'Add webhook' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add webhook' })
  const address = dialog.getByLabel('URL')
  await address.fill('http://10.0.0.1/hooks')
  await address.press('Control+Enter')
  await expect(address).toHaveAccessibleDescription(/10\.0\.0\.1 is a private or special address/)
  await expect(address).toBeFocused()
  await expect(address).toHaveValue('http://10.0.0.1/hooks')
})

test('a problem of no field is said of the form, and the server out of reach too', async ({ page, signInAs }) => {
  await signInAs('operator')
  const dialog = await openKeyDialog(page)
  await dialog.getByLabel('Name').fill('A board')
  await page.route('**/api/v1/keys', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          json: { title: 'Invalid input', detail: 'x', errors: [{ path: 'expiresAt', message: 'is required' }] },
        })
      : route.continue(),
  )
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await page.unroute('**/api/v1/keys')
  await page.route('**/api/v1/keys', (route) => route.abort())
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The server could not be reached.')
  await expect(dialog.getByLabel('Name')).toHaveValue('A board')
})

test('a form is sent once, however often it is submitted', async ({ page, db, signInAs }) => {
  await signInAs('operator')
  const name = `Once ${randomUUID().slice(0, 8)}`
  const dialog = await openKeyDialog(page)
  await dialog.getByLabel('Name').fill(name)
  const { promise: isHeld, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/api/v1/keys', async (route) => {
    if (route.request().method() === 'POST') await isHeld
    await route.continue()
  })
  // In one task: no state of the page can follow in between.
  await dialog.getByRole('button', { name: 'Create key' }).evaluate((button: HTMLButtonElement) => {
    button.click()
    button.form?.requestSubmit()
    button.click()
  })
  await expect(dialog.getByRole('button', { name: 'Create key' })).toHaveAttribute('aria-busy', 'true')
  await dialog.getByLabel('Name').press('Enter')
  await dialog.getByLabel('Name').press('Control+Enter')
  // Nor does it close while it is being sent.
  await page.keyboard.press('Escape')
  release()
  await expect(dialog.or(page.getByRole('dialog')).getByLabel('API key')).toBeVisible()
  const made = await db.selectFrom('api_key').select('id').where('name', '=', name).execute()
  expect(made).toHaveLength(1)
  // What is shown once closes without a question, and leads back to where it began.
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(question(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Create key' }).first()).toBeFocused()
})

test('what someone else has changed meanwhile is said, and Reload shows it', async ({ page, db, signInAs }) => {
  await signInAs('operator')
  const receiver = await aReceiver()
  const { host } = new URL(receiver.url)
  await page.goto('/operations/webhooks')
  await page.getByRole('button', { name: 'Add webhook' }).first().click()
  await page.getByRole('dialog').getByLabel('URL').fill(receiver.url)
  await page.getByRole('dialog').getByRole('button', { name: 'Add webhook' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  const menu = page.getByRole('button', { name: `Actions for ${host}` })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit webhook' })
  await db
    .updateTable('webhook_endpoint')
    .set((eb) => ({ version: eb('version', '+', 1), url: `${receiver.url}/theirs` }))
    .where('url', '=', receiver.url)
    .execute()
  await dialog.getByLabel('URL').fill(`${receiver.url}/mine`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Someone else changed this webhook after you opened it.')).toBeVisible()
  await expect(dialog.getByLabel('URL')).toHaveValue(`${receiver.url}/mine`)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Reload' }).click()
  await expect(dialog.getByLabel('URL')).toHaveValue(`${receiver.url}/theirs`)
  await dialog.getByLabel('URL').fill(`${receiver.url}/mine`)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('/mine')).toBeVisible()
  // It was opened by a menu, which is gone: its button has the focus again.
  await expect(menu).toBeFocused()
  await receiver.close()
})

test('on a phone the buttons of a long form stay in sight', async ({ page, signInAs }) => {
  await signInAs('operator')
  await page.setViewportSize({ width: 390, height: 700 })
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Add source' }).click()
  const sheet = page.getByRole('dialog', { name: 'Add source' })
  await expect(sheet.getByLabel('Name')).toBeFocused()
  const add = sheet.getByRole('button', { name: 'Add source' })
  await expect(add).toBeInViewport({ ratio: 1 })
  await sheet.getByLabel('Timeout in seconds').scrollIntoViewIfNeeded()
  await expect(sheet.getByLabel('Timeout in seconds')).toBeInViewport({ ratio: 1 })
  await expect(add).toBeInViewport({ ratio: 1 })
  await expect(sheet.getByRole('button', { name: 'Cancel' })).toBeInViewport({ ratio: 1 })
  const isWider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(isWider).toBe(false)
  await expectAccessible(page)
})

test('the typed name survives another kind of source, and is asked about', async ({ page, signInAs }) => {
  await signInAs('operator')
  await page.goto('/operations')
  await page.getByRole('button', { name: 'Add source' }).click()
  const sheet = page.getByRole('dialog', { name: 'Add source' })
  await sheet.getByLabel('Name').fill('Half a name')
  await sheet.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'System' }).click()
  await expect(sheet.getByLabel('Name')).toHaveValue('Half a name')
  await page.keyboard.press('Escape')
  await expect(question(page)).toBeVisible()
})

test('a list is walked by j and k, and Enter opens a row', async ({ page, signInAs }) => {
  await signInAs('operator')
  const receiver = await aReceiver()
  await page.goto('/operations/webhooks')
  await page.getByRole('button', { name: 'Add webhook' }).first().click()
  await page.getByRole('dialog').getByLabel('URL').fill(receiver.url)
  await page.getByRole('dialog').getByRole('button', { name: 'Add webhook' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.locator('body').evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('j')
  await expect(page.locator('tr[data-selected]')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/operations\/webhooks\/[\da-f-]{36}$/)
  await receiver.close()
})

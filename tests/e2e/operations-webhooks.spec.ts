import { answering, aReceiver } from '../support/receiver'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

test('an endpoint is added, its secret shown once, and a test arrives; what is given up is replayed', async ({
  page,
  signInAs,
}) => {
  const receiver = await aReceiver(answering(404))
  const { host } = new URL(receiver.url)
  await signInAs('operator')
  await page.goto('/operations/webhooks')
  await page.getByRole('button', { name: 'Add webhook' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('URL').fill('http://10.0.0.1/hooks')
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await expect(dialog.getByText(/10\.0\.0\.1 is a private or special address/)).toBeVisible()
  await dialog.getByLabel('URL').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  const secret = await dialog.getByLabel('Signing secret').inputValue()
  expect(secret).toMatch(/^whsec_/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const row = page.getByRole('table', { name: 'Webhooks' }).getByRole('row').filter({ hasText: host })
  await expect(row).toContainText('Enabled')
  expect(await page.content()).not.toContain(secret)
  await expectAccessible(page)

  await row.getByRole('button', { name: `Actions for ${host}` }).click()
  await page.getByRole('menuitem', { name: 'Send test' }).click()
  await expect(row.getByText('Failed').first()).toBeVisible()
  await row.getByRole('link', { name: '1 failed' }).click()
  await expect(page.getByRole('heading', { name: host })).toBeVisible()
  await expectAccessible(page)

  receiver.answer = answering(200, { body: '{"status":"applied","externalId":"e-1"}' })
  await page.getByRole('radio', { name: 'All' }).click()
  const given = page.getByRole('region', { name: 'Failed' })
  await given.getByRole('button', { name: 'Replay all 1' }).click()
  await expect(given).toHaveCount(0)
  const list = page.getByRole('table', { name: 'Deliveries' })
  await expect(list.getByText('Delivered')).toBeVisible()
  expect(new Set(receiver.calls.map(({ id }) => id)).size).toBe(1)
  await list.getByRole('button', { name: 'Test' }).click()
  const sheet = page.getByRole('dialog', { name: 'Delivery' })
  await expect(sheet.getByText('The receiver accepted it and returned: applied.')).toBeVisible()
  await expect(sheet).toContainText('"type": "ping"')
  await expectAccessible(page)
  await receiver.close()
})

test('an endpoint is rolled, disabled, enabled again and deleted', async ({ page, signInAs }) => {
  const receiver = await aReceiver()
  const { host } = new URL(receiver.url)
  await signInAs('operator')
  await page.goto('/operations/webhooks')
  await page.getByRole('button', { name: 'Add webhook' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('URL').fill(receiver.url)
  await dialog.getByLabel('Outcome').click()
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  const row = page.getByRole('table', { name: 'Webhooks' }).getByRole('row').filter({ hasText: host })
  await expect(row).not.toContainText('Outcome')
  const act = async (name: string) => {
    await row.getByRole('button', { name: `Actions for ${host}` }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await act('Roll secret')
  await dialog.getByRole('button', { name: 'Roll secret' }).click()
  await expect(dialog.getByLabel('Signing secret')).toHaveValue(/^whsec_/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(row).toContainText('Two secrets')
  await act('Disable')
  await expect(row).toContainText('Disabled')
  await act('Enable')
  await expect(row).toContainText('Enabled')

  // A list that can't be loaded says so and is tried again; an empty one says what would be there.
  await row.getByRole('link', { name: host }).click()
  await expect(page).toHaveURL(/\/webhooks\/./)
  await expect(page.getByText('No deliveries yet')).toBeVisible()
  await page.route('**/api/v1/deliveries?*', (request) => request.abort())
  await page.getByRole('radio', { name: 'Cancelled' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The deliveries could not be loaded' })).toBeVisible({
    timeout: 20_000,
  })
  // While it is tried again, by hand or because something changed, the button is away.
  const asked = page.waitForRequest('**/api/v1/deliveries?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await asked
  await page.unroute('**/api/v1/deliveries?*')
  await expect(page.getByText('No matching deliveries')).toBeVisible()
  await page.getByRole('link', { name: 'All webhooks' }).click()
  await act('Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete webhook' }).click()
  await expect(row).toHaveCount(0)
  await receiver.close()
})

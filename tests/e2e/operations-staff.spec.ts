import { randomUUID } from 'node:crypto'
import { aPerson } from '../support/staff'
import { expect, test } from './support/test'

test('an invitation is shown once and accepted in another browser; the list tells without a reload', async ({
  page,
  browser,
  signInAs,
  baseURL,
}) => {
  await signInAs('operator')
  const email = `${randomUUID().slice(0, 8)}@example.org`
  await page.goto('/operations/staff')
  await page.getByRole('button', { name: 'Invite' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: /^Manager/ }).click()
  await dialog.getByRole('button', { name: 'Create invitation' }).click()
  const link = await dialog.getByLabel('Invitation link').inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('table', { name: 'Open invitations' })).toContainText(email)
  expect(await page.content()).not.toContain(link)

  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) })
  const guest = await other.newPage()
  await guest.goto(link)
  await guest.getByLabel('Name').fill('Invited Manager')
  await guest.getByLabel('Password', { exact: true }).fill('a few words make a good one')
  await guest.getByRole('button', { name: 'Join' }).click()
  await expect(guest).toHaveURL(/\/overview$/)
  const row = page.getByRole('table', { name: 'Staff' }).getByRole('row').filter({ hasText: email })
  await expect(row).toContainText('Invited Manager')
  await expect(page.getByText(email)).toHaveCount(1)

  // Disabling ends the session at once.
  await row.getByRole('button', { name: 'Actions for Invited Manager' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Disable/ })
    .click()
  await expect(row.getByText('Disabled').filter({ visible: true })).toBeVisible()
  // The open page is shown the door, and so is the next request.
  await expect(guest).toHaveURL(/\/sign-in/)
  await guest.goto('/usage')
  await expect(guest).toHaveURL(/\/sign-in\?next=%2Fusage/)
  await other.close()
})

test('a page whose person is disabled before its socket is there is shown the door too', async ({
  page,
  db,
  signInAs,
  routeSockets,
}) => {
  const person = await signInAs('manager')
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>()
  const { promise: isHeld, resolve: letGo } = Promise.withResolvers<void>()
  await routeSockets(async (socket) => {
    ask()
    await isHeld
    socket.connectToServer()
  })
  await page.goto('/overview')
  await isAsked
  await db.updateTable('staff').set({ disabled_at: new Date() }).where('id', '=', person.id).execute()
  letGo()
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a role is changed and taken back, and an open invitation revoked', async ({ page, db, signInAs }) => {
  await signInAs('operator')
  const person = await aPerson(db, { role: 'moderator', name: `Mod ${randomUUID().slice(0, 8)}` })
  const email = `${randomUUID().slice(0, 8)}@example.org`
  await page.goto('/operations/staff')
  const role = page.getByRole('combobox', { name: `Role of ${person.name}` })
  await role.click()
  await page.getByRole('option', { name: /^Executive/ }).click()
  await expect(role).toHaveText('Executive')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(role).toHaveText('Moderator')

  await page.getByRole('button', { name: 'Invite' }).first().click()
  await page.getByRole('dialog').getByLabel('E-mail').fill(email)
  await page.getByRole('dialog').getByRole('button', { name: 'Create invitation' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: `Revoke the invitation of ${email}` }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke invitation' }).click()
  await expect(page.getByText(email)).toHaveCount(0)
})

test('an address that has an account is refused on the form, and what was typed stays', async ({
  page,
  db,
  signInAs,
}) => {
  await signInAs('operator')
  const person = await aPerson(db, { role: 'moderator' })
  await page.goto('/operations/staff')
  await page.getByRole('button', { name: 'Invite' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(person.email)
  await dialog.getByRole('button', { name: 'Create invitation' }).click()
  await expect(dialog.getByText('A staff member already has this e-mail address.')).toBeVisible()
  await expect(dialog.getByLabel('E-mail')).toHaveValue(person.email)
})

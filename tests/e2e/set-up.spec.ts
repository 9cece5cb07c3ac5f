import { expect, test } from './support/test'

const LINK = process.env.E2E_SETUP_LINK ?? ''
const OPERATOR = { name: 'First Operator', email: 'operator@example.org', password: 'a few words make a good one' }

test('the set-up link makes the first operator once, who can then sign in', async ({ page, context }) => {
  // Opening it changes nothing, however often.
  await page.goto(LINK)
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await page.reload()
  await page.getByLabel('Name').fill(OPERATOR.name)
  await page.getByLabel('E-mail').fill(OPERATOR.email)
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password)
  await page.getByRole('button', { name: 'Create operator' }).click()
  await expect(page).toHaveURL(/\/overview$/)

  // A page that is open finds out that it is signed out, and leaves by itself.
  await page.goto('about:blank')
  await context.clearCookies()
  await page.goto(LINK)
  await expect(page.getByRole('button', { name: 'Create operator' })).toHaveCount(0)

  await page.goto('/usage?range=7d')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('E-mail').fill(OPERATOR.email)
  await page.getByLabel('Password', { exact: true }).fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(OPERATOR.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/usage\?range=7d$/)
})

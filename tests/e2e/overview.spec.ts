import { seedUsage } from '../support/usage-data'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

test.beforeEach(async ({ db }) => {
  await seedUsage(db)
})

test('the console opens on the overview', async ({ page, signInAs }) => {
  await signInAs('executive')
  await page.goto('/')
  await expect(page).toHaveURL(/\/overview$/)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
})

test('the figures of now lead to their charts', async ({ page, signInAs }) => {
  await signInAs('executive')
  await page.goto('/overview')
  const figures = page.getByRole('region', { name: 'Current figures' })
  await expect(figures.getByRole('link', { name: /Active users/ })).toBeVisible()
  await figures.getByRole('link', { name: /Active instances/ }).click()
  await expect(page).toHaveURL(/\/usage#active-instances$/)
})

test('it says what needs attention, and the state of the collectors', async ({ page, signInAs }) => {
  await signInAs('executive')
  await page.goto('/overview')
  await expect(page.getByRole('region', { name: 'Needs attention' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Collectors' })).toBeVisible()
  await expect(page.getByRole('region', { name: /^Top channels/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Moderation' })).toBeHidden()
})

test('a part that can not be loaded says so and is tried again', async ({ page, signInAs }) => {
  await signInAs('executive')
  await page.goto('/usage')
  await page.route('**/api/v1/**', (route) => route.abort())
  await page.goto('/overview')
  // The server gave the first answers; what cannot be refreshed does not take them away.
  await expect(page.getByRole('region', { name: 'Current figures' }).getByRole('link').first()).toBeVisible()
})

test('axe finds nothing, light and dark', async ({ page, signInAs }) => {
  await signInAs('operator')
  await page.goto('/overview')
  await expect(page.getByRole('region', { name: 'Current figures' })).toBeVisible()
  await expectAccessible(page)
})

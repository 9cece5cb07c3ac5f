import { hashPassword } from '@/lib/core/crypto/password'
import { inTransaction } from '@/lib/core/db/transaction'
import { publishChange } from '@/lib/core/realtime/publish'
import { aPerson, cookieOf } from '../support/staff'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

test('a manager changes the zone, is asked first, and sees the daily figures being recalculated', async ({
  page,
  db,
  signInAs,
}) => {
  await signInAs('manager')
  await page.goto('/settings')
  const zone = page.getByLabel('Time zone')
  const before = (await zone.textContent()) ?? 'UTC'
  const choose = async (search: string, name: string) => {
    await zone.click()
    await page.getByPlaceholder('Search by city or region').fill(search)
    await page.getByRole('option', { name }).click()
    await page.getByRole('button', { name: 'Save' }).first().click()
    const question = page.getByRole('alertdialog')
    await expect(question).toContainText('recalculates')
    await question.getByRole('button', { name: 'Change time zone' }).click()
    await expect(question).toBeHidden()
  }
  await choose('tarawa', 'Pacific/Tarawa')
  await expect(zone).toHaveText('Pacific/Tarawa')
  await expect
    .poll(
      async () => (await db.selectFrom('rollup_state').select(['day_zone', 'is_complete']).executeTakeFirst()) ?? {},
      { timeout: 30_000 },
    )
    .toEqual({ day_zone: 'Pacific/Tarawa', is_complete: true })
  await expect(page.getByRole('progressbar', { name: 'Recalculating daily figures' })).toBeHidden()
  await page.reload()
  await expect(zone).toHaveText('Pacific/Tarawa')
  await choose(before === 'UTC' ? 'UTC' : before, before)
})

test('the progress of the count is shown to whoever has the page open', async ({ page, db, signInAs }) => {
  await signInAs('manager')
  await page.route('**/api/v1/settings/rebuild', (route) =>
    route.fulfill({ json: { stage: 'figures', zone: 'UTC', daysLeft: 120, error: null } }),
  )
  await page.goto('/settings')
  // The first paint is the server's; with the first hint the browser asks by itself.
  await expect(async () => {
    await inTransaction(db, (trx) => publishChange(trx, { topic: 'settings' }))
    await expect(page.getByRole('status', { name: 'Recalculating daily figures' })).toContainText('120 days left', {
      timeout: 2_000,
    })
  }).toPass({ timeout: 30_000 })
})

test('keeping less is asked about by name; an empty number is an error on its field', async ({ page, signInAs }) => {
  await signInAs('manager')
  await page.goto('/settings/retention')
  await page.getByRole('combobox', { name: 'Collection runs' }).click()
  await page.getByRole('option', { name: 'Limited' }).click()
  const days = page.getByRole('spinbutton', { name: 'Collection runs' })
  await days.fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Collection runs must be a number of days.')).toBeVisible()
  await days.fill('3650')
  await page.getByRole('button', { name: 'Save' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('Older than 3650 days: collection runs')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Collection runs' })).toHaveText('Forever')
})

test('one may change one’s own name, and an executive reads the settings without changing them', async ({
  page,
  signInAs,
}) => {
  await signInAs('executive')
  await page.goto('/settings')
  await expect(page.getByText('Time zone', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
  await expect(page.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText([
    'Community',
    'Your account',
  ])
  await page.goto('/settings/retention')
  await expect(page.getByText('You don’t have access to this page')).toBeVisible()
  await page.goto('/settings/account')
  await expect(page.getByLabel('Name')).toHaveValue('executive')
  // Typing counts from when the page has come alive.
  await expect(async () => {
    await page.getByLabel('Name').fill('Somebody Else')
    await expect(page.getByRole('button', { name: 'Save' })).toBeEnabled({ timeout: 500 })
  }).toPass()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Account menu for Somebody Else' })).toBeVisible()
})

test('signing out everywhere ends this session too', async ({ page, signInAs }) => {
  await signInAs('moderator')
  await page.goto('/settings/account')
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto('/overview')
  await expect(page).toHaveURL(/\/sign-in/)
})

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1'

test('a session is ended from another browser: it lands on the sign-in page, and both lists tell without a reload', async ({
  page,
  browser,
  db,
  signInAs,
  baseURL,
}) => {
  const person = await signInAs('moderator')
  await page.goto('/settings/account')
  const rows = page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText('This session')

  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) })
  const [name = '', value = ''] = (await cookieOf(db, person, PHONE)).split('=')
  await other.addCookies([{ name, value, url: baseURL ?? '' }])
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('This session')
  await expect(rows.nth(1)).toContainText('Safari on iOS')
  const guest = await other.newPage()
  await guest.goto('/settings/account')
  await expect(guest.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')).toHaveCount(2)

  // By keyboard alone.
  const end = rows.nth(1).getByRole('button', { name: /^End the session of Safari on iOS/ })
  await end.focus()
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(1)
  await expect(guest).toHaveURL(/\/sign-in/)
  await guest.goto('/overview')
  await expect(guest).toHaveURL(/\/sign-in\?next=%2Foverview/)
  await page.reload()
  await expect(rows).toHaveCount(1)
  await other.close()
})

test('all other sessions are ended at once, and this one goes on', async ({ page, db, signInAs }) => {
  const person = await signInAs('moderator')
  for (let index = 0; index < 3; index += 1) await cookieOf(db, person, PHONE)
  await page.goto('/settings/account')
  const rows = page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')
  await expect(rows).toHaveCount(4)
  await page.getByRole('button', { name: 'End all other sessions' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'End other sessions' }).click()
  await expect(rows).toHaveCount(1)
  await page.goto('/overview')
  await expect(page).toHaveURL(/\/overview/)
})

test('signing out ends the session: a copy of its cookie opens nothing', async ({ page, db, context, request }) => {
  const password = 'four calm words here'
  const person = await aPerson(db, { role: 'manager', passwordHash: await hashPassword(password) })
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/overview/)
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const asks = async () => (await request.get('/api/v1/account', { headers: { cookie } })).status()
  expect(await asks()).toBe(200)
  await page.goto('/settings/account')
  await page.getByRole('button', { name: 'Sign out of this session' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  expect(await asks()).toBe(401)
})

test('a session that can not be ended stays in the list, and the page says so', async ({ page, db, signInAs }) => {
  const person = await signInAs('moderator')
  await page.goto('/settings/account')
  const rows = page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')
  await expect(rows).toHaveCount(1)
  await page.route('**/api/v1/account/sessions/*', (route) =>
    route.fulfill({ status: 503, json: { title: 'Unavailable' } }),
  )
  await cookieOf(db, person, PHONE)
  await rows.nth(1).getByRole('button', { name: /^End/ }).click()
  await expect(page.getByText('The session could not be ended')).toBeVisible()
  await expect(rows).toHaveCount(2)
})

test('axe finds nothing on the account page, light and dark, wide and on a phone', async ({ page, db, signInAs }) => {
  const person = await signInAs('moderator')
  await cookieOf(db, person, PHONE)
  await page.goto('/settings/account')
  await expect(page.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')).toHaveCount(2)
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size)
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
  }
})

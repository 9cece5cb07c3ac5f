import type { Locator, Page } from 'playwright/test'
import { addActiveUsers } from '../support/usage-data'
import { connected } from './support/connected'
import { expect, test } from './support/test'
import { countUsage, openUsage } from './support/usage'

/** When the words in it changed last, by the clock that the test goes by. */
const lastChangeOf = (region: Locator) =>
  region.evaluateHandle((element) => {
    const last = { at: 0 }
    new MutationObserver(() => {
      last.at = Date.now()
    }).observe(element, { characterData: true, childList: true, subtree: true })
    return last
  })

test.beforeEach(({ db }) => countUsage(db))

test('after half a minute offline the page says what a fresh load says within two seconds', async ({
  page,
  context,
  browser,
  baseURL,
  signInAs,
  db,
}) => {
  test.slow()
  await signInAs('executive')
  const figuresOf = (one: Page) => one.getByRole('region', { name: 'Figures for this range' }).textContent()
  const elsewhere = await browser.newContext({ storageState: await context.storageState(), baseURL: baseURL ?? '' })
  const fresh = await elsewhere.newPage()
  const isLive = connected(page)
  await openUsage(page, '?range=24h')
  await isLive
  await context.setOffline(true)
  const since = Date.now()
  await expect(page.getByText(/You are offline/)).toBeVisible()
  const before = await figuresOf(page)
  let freshLoadMs = 0
  await expect(async () => {
    await addActiveUsers(db, new Date(), 2_000_000 + Math.round(Math.random() * 1_000))
    const start = Date.now()
    await openUsage(fresh, '?range=24h')
    expect(await figuresOf(fresh)).not.toBe(before)
    freshLoadMs = Date.now() - start
  }).toPass()
  await expect.poll(() => Date.now() - since, { timeout: 40_000 }).toBeGreaterThan(30_000)
  expect(await figuresOf(page)).toBe(before)
  const lastChange = await lastChangeOf(page.getByRole('region', { name: 'Figures for this range' }))
  await context.setOffline(false)
  const back = Date.now()
  await expect.poll(() => figuresOf(page)).not.toBe(before)
  // Only now, so that the two do not share the machine. A load that is fresh by now: figures move on with the time as well.
  await expect.poll(() => Date.now() - back).toBeGreaterThan(2_000)
  await expect(async () => {
    await openUsage(fresh, '?range=24h')
    expect(await figuresOf(page)).toBe(await figuresOf(fresh))
  }).toPass()
  const tookMs = (await lastChange.jsonValue()).at - back
  expect(tookMs).toBeGreaterThan(0)
  // No page is as new as a fresh load in less time than that load takes, where the machine has much else to do.
  expect(tookMs).toBeLessThan(Math.max(2_000, freshLoadMs))
  await elsewhere.close()
})

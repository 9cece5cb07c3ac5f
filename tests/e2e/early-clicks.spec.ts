import type { Page } from 'playwright/test'
import { expect, test } from './support/test'

/** A page whose scripts come when they are called for. */
async function openWithoutScripts(page: Page, path: string): Promise<() => void> {
  let bringScripts: () => void = () => undefined
  const scripts = new Promise<void>((resolve) => {
    bringScripts = resolve
  })
  await page.route('**/_next/static/**/*.js', async (asked) => {
    await scripts
    await asked.continue()
  })
  await page.goto(path, { waitUntil: 'commit' })
  return bringScripts
}

test('what is pressed before the scripts have come is done once they are there, once and in order', async ({
  page,
  signInAs,
}) => {
  await signInAs('operator')
  const bringScripts = await openWithoutScripts(page, '/operations/webhooks')
  const narrow = page.getByRole('button', { name: 'Collapse sidebar' })
  await narrow.click()
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  bringScripts()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  // What React has heard itself is not pressed a second time.
  const widen = page.getByRole('button', { name: 'Expand sidebar' })
  await widen.click()
  await expect(narrow).toBeVisible()
  await expect(widen).toHaveCount(0)
})

test('a page that is scrolled before it comes to life stays where it is, its tab in sight', async ({
  page,
  signInAs,
}) => {
  await signInAs('operator')
  await page.setViewportSize({ width: 390, height: 500 })
  const bringScripts = await openWithoutScripts(page, '/moderation/exports')
  const tab = page.getByRole('navigation', { name: 'Moderation' }).getByRole('link', { name: 'Exports' })
  await expect(tab).not.toBeInViewport()
  await page.getByRole('link', { name: 'View public page' }).scrollIntoViewIfNeeded()
  const scrolled = await page.evaluate(() => window.scrollY)
  expect(scrolled).toBeGreaterThan(0)
  bringScripts()
  await expect.poll(() => tab.evaluate((element) => element.getBoundingClientRect().right)).toBeLessThan(391)
  expect(await page.evaluate(() => window.scrollY)).toBe(scrolled)
})

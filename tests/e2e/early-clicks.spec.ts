import { expect, test } from './support/test'

test('what is pressed before the scripts have come is done once they are there, once and in order', async ({
  page,
  signInAs,
}) => {
  await signInAs('operator')
  let bringScripts: () => void = () => undefined
  const scripts = new Promise<void>((resolve) => {
    bringScripts = resolve
  })
  await page.route('**/_next/static/**/*.js', async (asked) => {
    await scripts
    await asked.continue()
  })
  await page.goto('/operations/webhooks', { waitUntil: 'commit' })
  const narrow = page.getByRole('button', { name: 'Narrow the sidebar' })
  await narrow.click()
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  bringScripts()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  // What React has heard itself is not pressed a second time.
  const widen = page.getByRole('button', { name: 'Widen the sidebar' })
  await widen.click()
  await expect(narrow).toBeVisible()
  await expect(widen).toHaveCount(0)
})

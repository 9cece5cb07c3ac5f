import { readFile } from 'node:fs/promises'
import type axe from 'axe-core'
import { expect, type Page } from 'playwright/test'

/** The other theme is the same page in other colours, so that only what goes by colours is asked of it again. */
const RULES = { light: null, dark: ['color-contrast', 'link-in-text-block'] } as const

/** A third of `axe.source`, which is sent to each page that is looked at. */
const source = readFile('node_modules/axe-core/axe.min.js', 'utf8')

declare const window: { axe?: Pick<typeof axe, 'run'> }

/**
 * Has axe look at a page as it stands, in both themes. It is put there once, and describes nothing but what it finds wrong: to
 * load it anew for each theme and to describe all that is right took three quarters of the time.
 */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(await source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const found = await page.evaluate(async (rules) => {
      const options = { resultTypes: ['violations' as const], ...(rules ? { runOnly: [...rules] } : {}) }
      if (!window.axe) throw new Error('axe is not on the page')
      const { violations, passes } = await window.axe.run(options)
      if (passes.length === 0) return ['nothing was looked at']
      return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)
    }, RULES[colorScheme])
    expect(found, `${colorScheme} ${page.url()}`).toEqual([])
  }
}

import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'

const THEMES = ['light', 'dark'] as const

/** Has axe look at a page as it stands, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // The other mode gathers the results of several frames on a page of its own, which takes long, and there is one frame.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    const found = violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)
    expect(found, page.url()).toEqual([])
  }
}

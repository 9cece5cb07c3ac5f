import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'

/** The other theme is the same page in other colours, so that only what goes by colours is asked of it again. */
const RULES = { light: null, dark: ['color-contrast', 'link-in-text-block'] } as const

/** Has axe look at a page as it stands, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // The other mode gathers the results of several frames on a page of its own, which takes long, and there is one frame.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const rules = RULES[colorScheme]
    if (rules) axe.withRules([...rules])
    const { violations } = await axe.analyze()
    const found = violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)
    expect(found, page.url()).toEqual([])
  }
}

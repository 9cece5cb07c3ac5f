import type { Locator, Page } from 'playwright/test'
import type { Db } from '@/lib/core/db/types'
import { seedUsage } from '../../support/usage-data'
import { expect } from './test'

/** A card by the title of its chart. */
export const cardOf = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true })

/** Opens the usage page and waits until it is drawn. */
export async function openUsage(page: Page, query = ''): Promise<void> {
  await page.goto(`/usage${query}`)
  // The drawing library comes last, and on a busy machine late.
  await expect(cardOf(page, 'Active users').locator('[data-chart-plot] svg')).toBeVisible({ timeout: 30_000 })
}

/** Figures to look at, all of them counted. */
export async function countUsage(db: Db): Promise<void> {
  await seedUsage(db)
  await expect
    .poll(async () => (await db.selectFrom('rollup_dirty').select('at').limit(1).execute()).length, { timeout: 30_000 })
    .toBe(0)
}

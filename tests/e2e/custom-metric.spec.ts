import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright/test'
import { createMetric } from '@/lib/metrics/commands/manage-metrics'
import { prepareSamples, pushSamples } from '@/lib/metrics/commands/push-samples'
import { createMetricBody } from '@/lib/metrics/custom-schema'
import { cliActor } from '@/lib/staff/actor'
import { expect, test } from './support/test'
import { cardOf, countUsage, openUsage } from './support/usage'

const HOUR_MS = 3_600_000
const SERVERS = [
  { server: 'alpha', region: 'europe' },
  { server: 'beta', region: 'europe' },
  { server: 'gamma', region: 'america' },
]

/** Names at the ends of lines that the chart's edge cuts off. */
const listCutNames = (card: Locator): Promise<(string | null)[]> =>
  card.locator('svg text').evaluateAll((texts) =>
    texts
      .filter((text) => {
        const edge = text.closest('svg')?.getBoundingClientRect().right ?? 0
        return text.getBoundingClientRect().right > edge + 0.5
      })
      .map((text) => text.textContent),
  )

/** Waits as well until its button has the focus, which scrolls the page back to it. */
async function closeMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
}

test('a metric that somebody made is in its group with chart, comparison, breakdown, CSV and what is behind it', async ({
  page,
  signInAs,
  db,
}) => {
  await createMetric(
    db,
    cliActor,
    createMetricBody.parse({
      ...{ name: 'players', title: 'Players', unit: 'players', kind: 'gauge', group: 'games' },
      definition: 'People who play at that instant.',
    }),
  )
  const now = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
  for (let day = 0; day < 20; day += 1) {
    const samples = Array.from({ length: 24 }, (_, hour) =>
      SERVERS.map((labels, index) => ({
        ...{ metric: 'players', at: new Date(now - (day * 24 + hour) * HOUR_MS).toISOString(), seconds: 3_600, labels },
        value: (index + 1) * 10 + Math.round(8 * Math.sin((hour / 24) * 2 * Math.PI)) + (20 - day),
      })),
    ).flat()
    await prepareSamples(db, { samples })
    expect((await pushSamples(db, cliActor, { samples })).refused).toBe(0)
  }
  await countUsage(db)
  await signInAs('executive')
  await openUsage(page, '?range=7d&step=day')
  const card = cardOf(page, 'Players')
  await page.getByRole('heading', { name: 'Games', exact: true }).scrollIntoViewIfNeeded()
  await card.scrollIntoViewIfNeeded()
  await expect(card).toContainText(/on average, .*vs previous 7 days/)
  await page.getByRole('button', { name: 'Download Players' }).click()
  const started = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const csv = await readFile(await (await started).path(), 'utf8')
  expect(csv.trim().split(/\r?\n/)).toHaveLength(8)
  await page.getByRole('button', { name: 'Break down' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'By region' }).click()
  await expect(page).toHaveURL(/by=region/)
  await closeMenu(page)
  // The menu is at the top of the page; a chart is asked for when it is in sight.
  await card.scrollIntoViewIfNeeded()
  await expect(card).toContainText('europe')
  await expect(card).toContainText('america')
  await page.getByRole('button', { name: /^By region, top 5/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'By server' }).click()
  await closeMenu(page)
  await expect(page.getByRole('button', { name: 'By region and server, top 5' })).toBeVisible()
  await card.scrollIntoViewIfNeeded()
  await expect(card).toContainText('region=europe · server=beta')
  await expect(card).toContainText('region=america · server=gamma')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Region' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'europe' }).click()
  await closeMenu(page)
  await expect(page.getByRole('button', { name: 'Only region europe. Remove this filter' })).toBeVisible()
  await card.scrollIntoViewIfNeeded()
  await expect(card).toContainText('beta')
  await expect(card).not.toContainText('gamma')
  await page.reload()
  await card.scrollIntoViewIfNeeded()
  await expect(card).toContainText('alpha')
  await expect(card).not.toContainText('gamma')
  await page.setViewportSize({ width: 1440, height: 900 })
  await openUsage(page, '?range=7d&step=day&by=server')
  await card.scrollIntoViewIfNeeded()
  await expect(card.locator('svg text', { hasText: 'gamma' })).toBeVisible()
  expect(await listCutNames(card)).toEqual([])
  await page.getByRole('button', { name: 'Actions for Players' }).click()
  await page.getByRole('menuitem', { name: 'Definition' }).click()
  await expect(page.getByRole('dialog')).toContainText('People who play at that instant.')
  await page.getByRole('button', { name: /details of the latest point/ }).click()
  await expect(page.getByRole('dialog', { name: /Players/ })).toContainText('Samples')
})

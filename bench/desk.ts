import { chromium, type Page } from 'playwright'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { systemActor } from '@/lib/staff/actor'
import { CHROMIUM_ARGUMENTS, findChromium } from '@/tests/support/chromium'
import { aReport, thePolicy } from '@/tests/support/moderation'
import { withBenchDatabase } from './support/database'
import { type BenchContext, percentile } from './support/report'
import { startWeb } from './support/web'

const PAINTED_BAR_MS = 150
const KEEP = '4'
/** As people's browsers are, which compile well what they run for long; tests do without. */
const ARGUMENTS = CHROMIUM_ARGUMENTS.filter((argument) => !argument.startsWith('--js-flags'))

/** From the key that decides a case to the next one painted, in a browser on loopback. */
export async function run({ quick, report }: BenchContext): Promise<void> {
  const count = quick ? 20 : 200
  await withBenchDatabase(async (database) => {
    const policyId = await thePolicy(database.db)
    const reports = Array.from({ length: count + 1 }, (_, n) =>
      aReport({
        policyId,
        item: { type: 'message', id: `d-${n}`, text: `Case number ${n}`, author: { id: `a-${n}` } },
      }),
    )
    for (let first = 0; first < reports.length; first += 100)
      await receiveReports(database.db, systemActor, reports.slice(first, first + 100))
    const web = await startWeb(database)
    const browser = await chromium.launch({ executablePath: await findChromium(), args: ARGUMENTS })
    try {
      const context = await browser.newContext({ extraHTTPHeaders: web.sessionHeaders, baseURL: web.url })
      const times = await decideAll(await context.newPage(), count)
      report({
        figure: 'decision_to_next_p95',
        value: percentile(times, 95),
        bar: PAINTED_BAR_MS,
        unit: 'milliseconds',
        n: times.length,
      })
      report({ figure: 'decision_to_next_p50', value: percentile(times, 50), unit: 'milliseconds', n: times.length })
    } finally {
      await browser.close()
      await web.stop()
    }
  })
}

/** Decides one case after the other by a key, each as soon as it is this tab's. */
async function decideAll(page: Page, count: number): Promise<number[]> {
  await page.goto('/moderation')
  await page.getByRole('region', { name: 'Queue' }).getByText('Case number').first().click()
  // What runs these files names inner functions by a helper, which the page does not have.
  await page.evaluate('globalThis.__name = (inner) => inner')
  await page.evaluate(watchKeys, KEEP)
  for (let n = 0; n < count; n += 1) {
    await page.getByText(/yours until/).waitFor()
    await page.keyboard.press(KEEP)
    await page.waitForFunction((seen) => globalThis.decisionTimes.length > seen, n)
  }
  return page.evaluate(() => globalThis.decisionTimes)
}

declare global {
  var decisionTimes: number[]
}

/**
 * In the page: the time from the key's event to the frame after the one in which another case's text stands in the middle,
 * when that has been painted.
 */
function watchKeys(key: string): void {
  globalThis.decisionTimes = []
  const title = () => document.querySelector('[aria-label="Case"] h2')?.textContent ?? ''
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== key) return
      const before = title()
      const look = () => {
        const now = title()
        if (now === '' || now === before) requestAnimationFrame(look)
        else requestAnimationFrame(() => setTimeout(() => decisionTimes.push(performance.now() - event.timeStamp)))
      }
      requestAnimationFrame(look)
    },
    { capture: true },
  )
}

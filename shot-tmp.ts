import { chromium } from 'playwright'
import { CHROMIUM_ARGUMENTS, findChromium } from './tests/support/chromium'
const url = process.argv[2] ?? ''
const browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_ARGUMENTS })
const errors: string[] = []
async function shot(name: string, path: string, o: { theme?: 'light' | 'dark'; width?: number; act?: (p: import('playwright').Page) => Promise<void> } = {}) {
  const context = await browser.newContext({ viewport: { width: o.width ?? 1440, height: o.width === 390 ? 844 : 900 }, colorScheme: o.theme ?? 'light', reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('console', (m) => m.type() === 'error' && errors.push(`${name}: ${m.text()}`))
  page.on('pageerror', (e) => errors.push(`${name}: ${e}`))
  await page.goto(url + path, { waitUntil: 'load' })
  await page.waitForTimeout(3500)
  await o.act?.(page)
  await page.screenshot({ path: `/tmp/demo/${name}.png` })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (over > 0) errors.push(`${name}: ${over}px too wide`)
  await context.close()
}
const palette = (text: string) => async (p: import('playwright').Page) => {
  await p.keyboard.press('Control+k'); await p.waitForTimeout(1500)
  await p.keyboard.type(text); await p.waitForTimeout(2000)
}
await shot('overview', '/overview')
await shot('overview-dark-phone', '/overview', { theme: 'dark', width: 390 })
await shot('palette-empty', '/overview', { act: palette('') })
await shot('palette-rule', '/overview', { act: palette('rul') })
await shot('palette-name', '/usage', { theme: 'dark', act: palette('otter') })
await shot('palette-phone', '/overview', { width: 390, act: palette('gen') })
await shot('health', '/operations/health')
await shot('usage', '/usage', { act: async (p) => { await p.waitForSelector('.recharts-surface', { timeout: 60000 }); await p.waitForTimeout(1500) } })
await shot('usage-flag', '/usage', { act: async (p) => { await p.waitForSelector('.recharts-surface', { timeout: 60000 }); await p.getByRole('button', { name: /^Annotation:/ }).first().click(); await p.waitForTimeout(2500) } })
await shot('moderation', '/moderation', { act: async (p) => { await p.keyboard.press('j'); await p.waitForTimeout(3000) } })
await shot('rules', '/moderation/rules')
await shot('narrow', '/moderation/rules', { theme: 'dark', act: async (p) => { await p.keyboard.press('['); await p.waitForTimeout(600); await p.hover('nav[aria-label=Main] a[href="/moderation"]'); await p.waitForTimeout(900) } })
console.log(errors.join('\n') || 'no errors')
await browser.close()

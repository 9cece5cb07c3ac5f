/**
 * npm run screenshots [url]: takes the README's pictures of the demo community into docs/screenshots. Without a URL it
 * starts a demo of its own, on free ports and a temporary data folder, and ends it afterwards.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Browser, chromium } from 'playwright'
import { CHROMIUM_ARGUMENTS, findChromium } from './chromium'
import { freePorts } from './free-ports'

const TARGET = path.resolve('docs/screenshots')
const READY_WITHIN_MS = 300_000
const SETTLE_MS = 1_500

const PICTURES = [
  { name: 'usage-light', path: '/usage', theme: 'light', width: 1440, height: 960 },
  { name: 'usage-dark', path: '/usage', theme: 'dark', width: 1440, height: 960 },
  { name: 'overview-light', path: '/overview', theme: 'light', width: 1440, height: 960 },
  { name: 'operations-dark', path: '/operations', theme: 'dark', width: 1440, height: 960 },
  { name: 'moderation-light', path: '/moderation', theme: 'light', width: 1440, height: 960 },
  { name: 'usage-phone', path: '/usage', theme: 'light', width: 390, height: 844 },
] as const

async function main(): Promise<void> {
  await mkdir(TARGET, { recursive: true })
  const given = process.argv[2]
  const demo = given ? null : await startDemo()
  const browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_ARGUMENTS })
  try {
    for (const picture of PICTURES) await take(browser, given ?? demo?.url ?? '', picture)
  } finally {
    await browser.close()
    await demo?.stop()
  }
}

async function take(browser: Browser, url: string, picture: (typeof PICTURES)[number]): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: picture.width, height: picture.height },
    colorScheme: picture.theme,
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(`${url}${picture.path}`, { waitUntil: 'load' })
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
  // The last late part, recharts, draws after its data is there, in the place of the server's outline.
  if (picture.path === '/usage') await page.waitForSelector('.recharts-surface', { timeout: READY_WITHIN_MS })
  // The first case is opened as its moderator does it, and is theirs a moment later.
  if (picture.path === '/moderation') {
    // Keys mean something once the page's code is there.
    while (!page.url().includes('case=')) {
      await page.keyboard.press('j')
      await delay(SETTLE_MS)
    }
    await page.getByText(/yours until/).waitFor()
  }
  await delay(SETTLE_MS)
  await page.screenshot({ path: path.join(TARGET, `${picture.name}.png`) })
  await context.close()
  process.stderr.write(`${picture.name}.png\n`)
}

async function startDemo(): Promise<{ url: string; stop: () => Promise<void> }> {
  const data = await mkdtemp(path.join(tmpdir(), 'guildhall-screenshots-'))
  const [port, workerPort] = await freePorts(2)
  const child = spawn('npm', ['run', 'demo'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, GUILDHALL_DATA: data, PORT: String(port), GUILDHALL_WORKER_PORT: String(workerPort) },
  })
  const url = `http://localhost:${port}`
  await untilReady(child, `${url}/api/health/ready`)
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await rm(data, { recursive: true, force: true })
    },
  }
}

async function untilReady(child: ChildProcess, address: string): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the demo ended with ${child.exitCode}`)
    const answer = await fetch(address).catch(() => undefined)
    if (answer?.ok) return
    await delay(500)
  }
  throw new Error('the demo was not ready in time')
}

await main()

import { setTimeout as delay } from 'node:timers/promises'
import {
  type Browser,
  type BrowserContext,
  expect,
  type Page,
  test as plainTest,
  type Request,
  type WebSocketRoute,
} from 'playwright/test'
import { closeDb, getDb } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { BUILD_HEADER } from '@/lib/core/http/page-build'
import type { Role } from '@/lib/staff/permissions'
import { noteAnswer, takeMismatches } from '../../support/answers'
import { aPerson, cookieOf, type Person } from '../../support/staff'

export { expect } from 'playwright/test'

interface Fixtures {
  /** Makes a person of this role and signs the page's context in as them. */
  signInAs: (role: Role) => Promise<Person>
  /** Puts something between the page and its live connection. */
  routeSockets: (handle: (socket: WebSocketRoute) => Promise<void> | void) => Promise<void>
  /** Fails every test in which a page broke its own policy or threw, or was answered what the API's document does not allow. */
  cleanPages: undefined
}

/** The page in which one test after another is run. */
interface Opened {
  context: BrowserContext
  page: Page
}
interface Reused {
  opened: Opened | null
  /** Something was done to it that nothing takes back. */
  isSpent: boolean
}

/** Of the application's origin, so that the page stays in its process, and without any script. */
const NOTHING = '/icon-maskable.svg'
/** So long the browser may take to hand over a body that it has. */
const BODY_MS = 5_000
const VIEWPORT = { width: 1280, height: 720 }
const MEDIA = { colorScheme: 'light', reducedMotion: 'reduce' } as const

/** `test` with the database of the Guildhall under test, a page that others were in, and a way past the sign-in form. */
export const test = plainTest.extend<Fixtures, { db: Db; reused: Reused }>({
  db: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a fixture needs
    async ({}, use) => {
      await use(getDb())
      await closeDb()
    },
    { scope: 'worker' },
  ],
  reused: [
    // biome-ignore lint/correctness/noEmptyPattern: the same
    async ({}, use) => {
      const reused: Reused = { opened: null, isSpent: false }
      await use(reused)
      await reused.opened?.context.close()
    },
    { scope: 'worker' },
  ],
  context: async ({ browser, baseURL, reused }, use, info) => {
    reused.opened ??= await open(browser, baseURL)
    const { opened } = reused
    await use(opened.context)
    if (info.status !== info.expectedStatus)
      await info.attach('page', { body: await opened.page.screenshot(), contentType: 'image/png' })
    if (!reused.isSpent) return clear(opened)
    await opened.context.close()
    Object.assign(reused, { opened: null, isSpent: false })
  },
  page: async ({ context, reused }, use) => use(reused.opened?.page ?? (await context.newPage())),
  signInAs: async ({ db, context, baseURL }, use) => {
    await use(async (role) => {
      const person = await aPerson(db, { role })
      const [name = '', value = ''] = (await cookieOf(db, person)).split('=')
      await context.addCookies([{ name, value, url: baseURL }])
      return person
    })
  },
  routeSockets: async ({ page, reused }, use) => {
    await use(async (handle) => {
      reused.isSpent = true
      await page.routeWebSocket(/\/socket\.io\//, handle)
    })
  },
  cleanPages: [
    async ({ context }, use) => {
      const faults: string[] = []
      const noteError = (error: { error(): Error }) => void faults.push(error.error().message)
      const noteWords = (message: { text(): string }) => {
        if (/Content Security Policy/.test(message.text())) faults.push(message.text())
      }
      context.on('weberror', noteError)
      context.on('console', noteWords)
      context.on('requestfinished', noteAnswerTo)
      await use(undefined)
      context.off('weberror', noteError)
      context.off('console', noteWords)
      context.off('requestfinished', noteAnswerTo)
      expect([...faults, ...(await takeMismatches())]).toEqual([])
    },
    { auto: true },
  ],
})

/** Of those whose body has come: what the page broke off has none. */
async function noteAnswerTo(request: Request): Promise<void> {
  const response = await request.response().catch(() => null)
  const headers = response?.headers() ?? {}
  // What a test put in the place of an answer names no build.
  if (!response || !(BUILD_HEADER.toLowerCase() in headers)) return
  noteAnswer({
    method: request.method(),
    path: new URL(request.url()).pathname,
    status: response.status(),
    contentType: headers['content-type'] ?? null,
    // The browser may have let go of it, and then it never answers.
    text: () => Promise.race([response.text(), delay(BODY_MS).then(() => Promise.reject(new Error('no body')))]),
  })
}

async function open(browser: Browser, baseURL: string | undefined): Promise<Opened> {
  const context = await browser.newContext({ baseURL: baseURL ?? '', viewport: VIEWPORT, ...MEDIA })
  return { context, page: await context.newPage() }
}

/**
 * Leaves nothing of a test but the scripts in the browser's cache. Playwright's own `reuseContext` empties that as well, and goes
 * to three pages more: a fifth of a short test's time. A new page for each test would cost a process more than that.
 */
async function clear({ context, page }: Opened): Promise<void> {
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.setOffline(false)
  await page.goto(NOTHING)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await context.clearCookies()
  await page.emulateMedia(MEDIA)
  await page.setViewportSize(VIEWPORT)
  await page.mouse.move(-1, -1)
}

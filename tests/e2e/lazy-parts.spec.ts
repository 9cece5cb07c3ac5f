import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright/test'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { systemActor } from '@/lib/staff/actor'
import { aReport } from '../support/moderation'
import { connected } from './support/connected'
import { expect, test } from './support/test'

/** As after an update: what the page has not loaded yet is not there any more. */
const takeScriptsAway = (page: Page) =>
  page.route('**/_next/static/**/*.js', (asked) => asked.fulfill({ status: 404, body: '' }))

/** React has the page's buttons. */
const expectAlive = (page: Page) =>
  expect
    .poll(() =>
      page
        .locator('form')
        .first()
        .evaluate((form) => Object.keys(form).some((key) => key.startsWith('__reactProps'))),
    )
    .toBe(true)

/** Between two reports of a queue that moves. */
const PACE_MS = 50

test('a form whose check can not be had is checked by the server alone', async ({ page, db, signInAs }) => {
  const person = await signInAs('operator')
  // The last of what every page loads by itself.
  const isLive = connected(page)
  await page.goto('/settings/account')
  await expectAlive(page)
  await isLive
  const name = page.getByLabel('Name', { exact: true })
  const save = page.getByRole('button', { name: 'Save' }).first()
  const nameOf = async () =>
    (await db.selectFrom('staff').select('name').where('id', '=', person.id).executeTakeFirstOrThrow()).name
  await takeScriptsAway(page)
  await name.fill('x'.repeat(81))
  await save.click()
  await expect(page.getByText('Use at most 80 characters')).toBeVisible()
  expect(await nameOf()).toBe(person.name)
  await name.fill('Somebody else')
  await save.click()
  await expect.poll(nameOf).toBe('Somebody else')
})

test('on a slow phone, what changes while the page comes to life makes it draw nothing twice', async ({
  page,
  db,
  signInAs,
}) => {
  // It is as slow as five times whatever runs this.
  test.slow()
  const report = () => receiveReports(db, systemActor, [aReport()])
  const [taken] = await report()
  await signInAs('manager')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 5 })
  try {
    await page.goto(`/moderation?case=${taken?.caseId}`, { waitUntil: 'commit' })
    const isAlive = page.getByText(/yours until/).waitFor({ timeout: 90_000 })
    let isOver = false
    void isAlive
      .catch(() => undefined)
      .finally(() => {
        isOver = true
      })
    // The queue moves all the while; that React finds other figures than the server drew would be an error of the page.
    while (!isOver) await Promise.all([report(), delay(PACE_MS)])
    await isAlive
  } finally {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await devtools.detach()
  }
  // What was announced before the page heard anything is in it, too.
  const open = async () =>
    Number(
      (
        await page
          .getByText(/^[\d,]+ open$/)
          .first()
          .textContent()
      )?.replace(/\D/g, ''),
    )
  const { n } = await db
    .selectFrom('moderation_case')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow()
  await expect.poll(open).toBeGreaterThan(Number(n) - 20)
})

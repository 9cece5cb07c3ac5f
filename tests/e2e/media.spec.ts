import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright/test'
import type { Db } from '@/lib/core/db/types'
import { paintPicture } from '@/lib/demo/pictures'
import { claimCase } from '@/lib/moderation/commands/claim-case'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { addQueue } from '@/lib/moderation/commands/manage-queues'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { changeWellness } from '@/lib/moderation/commands/wellness/change-wellness'
import { queueBody } from '@/lib/moderation/schema/queues'
import { actorRef, systemActor } from '@/lib/staff/actor'
import { sending, startMediaHost } from '../support/media-host'
import { aReport } from '../support/moderation'
import { actorOf, type Person } from '../support/staff'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

/** Cases with a picture each, whose copies the worker has made and whose originals are gone. */
async function somePictures(db: Db, count: number, pictures = 1): Promise<{ word: string; ids: number[] }> {
  const word = `w${randomUUID().slice(0, 8)}`
  const host = await startMediaHost(sending(paintPicture(Math.random)))
  const reports = Array.from({ length: count }, (_, n) => {
    const media = Array.from({ length: pictures }, (_each, index) => ({
      url: host.at(`/${n}-${index}.png`),
      alt: 'hills',
    }))
    return aReport({
      item: { type: 'message', id: `${word}-${n}`, text: `${word} look ${n}`, author: { id: word }, media },
    })
  })
  const ids = (await receiveReports(db, systemActor, reports)).map(({ caseId }) => caseId)
  const kept = () =>
    db.selectFrom('case_media').select('id').where('case_id', 'in', ids).where('state', '=', 'kept').execute()
  await expect.poll(async () => (await kept()).length, { timeout: 15_000 }).toBe(count * pictures)
  host.close()
  return { word, ids }
}

const looksOf = async (db: Db, person: Person): Promise<number> =>
  (
    await db
      .selectFrom('media_reveal')
      .select('id')
      .where('seen_by', '=', actorRef(actorOf(person)))
      .execute()
  ).length

const picture = (page: Page) => page.locator('section[aria-label="Case"] figure img').first()
const filterOf = (page: Page) => picture(page).evaluate((image) => getComputedStyle(image).filter)

test('a picture is hidden until somebody looks on purpose, and again when the case is left', async ({
  page,
  db,
  signInAs,
}) => {
  const { word, ids } = await somePictures(db, 2)
  const person = await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&sort=age&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await expect.poll(() => picture(page).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(400)
  expect(await filterOf(page)).toBe('blur(24px) grayscale(1)')
  await expect(page.getByText('0 viewed today')).toBeVisible()

  await page.keyboard.press('v')
  await expect.poll(() => filterOf(page)).toBe('grayscale(1)')
  await expect(page.getByText('1 viewed today')).toBeVisible()
  expect(await looksOf(db, person)).toBe(1)
  await page.getByRole('button', { name: 'In colour' }).click()
  await expect.poll(() => filterOf(page)).toBe('none')
  await expectAccessible(page)
  await page.keyboard.press('v')
  await expect.poll(() => filterOf(page)).toMatch(/^blur/)
  await page.getByRole('button', { name: 'Show picture' }).click()
  await expect.poll(() => filterOf(page)).not.toMatch(/blur/)

  await page.keyboard.press('j')
  await expect(page).toHaveURL(new RegExp(`case=${ids[1]}`))
  await page.keyboard.press('k')
  await expect(page).toHaveURL(new RegExp(`case=${ids[0]}`))
  await expect.poll(() => filterOf(page)).toBe('blur(24px) grayscale(1)')
  expect(await looksOf(db, person)).toBe(2)
  const entries = await db
    .selectFrom('audit_entry')
    .select('id')
    .where('actor_id', '=', person.id)
    .where('action', '=', 'media.revealed')
    .execute()
  expect(entries).toHaveLength(2)
})

test('the blur is there without any script, and the bytes are locked up', async ({ page, db, signInAs, browser }) => {
  const { word, ids } = await somePictures(db, 1)
  await signInAs('moderator')
  const bare = await browser.newContext({
    storageState: await page.context().storageState(),
    javaScriptEnabled: false,
  })
  const still = await bare.newPage()
  await still.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(still.locator('figure img')).toHaveAttribute('style', /blur\(24px\) grayscale\(1\)/)
  const address = (await still.locator('figure img').getAttribute('src')) ?? ''
  await bare.close()
  const answer = await page.request.get(address)
  expect(answer.headers()).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-disposition': expect.stringMatching(/^inline; filename="media-\w{8}\.png"$/),
    'cache-control': 'private, no-cache',
  })
})

test('who decides several together sees the picture of each in its line, blurred until it is looked at', async ({
  page,
  db,
  signInAs,
}) => {
  const { word, ids } = await somePictures(db, 2)
  const person = await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&sort=age`)
  for (const id of ids) await page.getByRole('checkbox', { name: `Select case ${id}` }).check()
  const shown = page.getByRole('region', { name: 'Queue' }).locator('figure img')
  const filters = () => shown.evaluateAll((images) => images.map((image) => getComputedStyle(image).filter))
  await expect.poll(filters).toEqual(['blur(24px) grayscale(1)', 'blur(24px) grayscale(1)'])
  await expectAccessible(page)
  await page.getByRole('button', { name: `Show picture of case ${ids[1]}` }).click()
  await expect.poll(filters).toEqual(['blur(24px) grayscale(1)', 'grayscale(1)'])
  expect(await looksOf(db, person)).toBe(1)
  await page.getByRole('checkbox', { name: `Select case ${ids[0]}` }).uncheck()
  await expect(shown).toHaveCount(1)
  await page.getByRole('button', { name: 'Keep 1' }).click()
  await expect(page.getByText('Kept: 1 case')).toBeVisible()
})

test('how somebody wants to see pictures is kept', async ({ page, db, signInAs }) => {
  const { word, ids } = await somePictures(db, 1)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.getByRole('button', { name: 'Blur and breaks' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Strong' }).click()
  await expectAccessible(page)
  await dialog.getByLabel('Greyscale').click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await page.reload()
  await expect.poll(() => filterOf(page)).toBe('blur(40px)')
})

test('without a blur pictures show with the case, and each counts once', async ({ page, db, signInAs }) => {
  const { word, ids } = await somePictures(db, 1, 2)
  const person = await signInAs('moderator')
  await page.goto('/settings/account')
  const card = page.getByRole('region', { name: 'Wellness' })
  await card.getByLabel('Greyscale').click()
  await card.getByLabel('Blur media').click()
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved')).toBeVisible()
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect.poll(() => filterOf(page)).toBe('none')
  await expect(page.getByText('2 viewed today')).toBeVisible()
  expect(await looksOf(db, person)).toBe(2)
})

test('a break is proposed after so many looks, and lets go of the case', async ({ page, db, signInAs }) => {
  const { word, ids } = await somePictures(db, 1, 3)
  const person = await signInAs('moderator')
  await changeWellness(db, actorOf(person), { breakReveals: 1 })
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog', { name: 'Time for a short break?' })
  await expect(dialog).toContainText('You viewed 1 picture within 1 hour')
  expect(await filterOf(page)).toMatch(/^blur/)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect.poll(() => filterOf(page)).toBe('grayscale(1)')
  await page.keyboard.press('v')
  await dialog.getByRole('button', { name: 'Take a break' }).click()
  await expect(page.getByRole('heading', { name: 'Take your time' })).toBeVisible()
  await expect
    .poll(async () => {
      const row = await db
        .selectFrom('moderation_case')
        .select('claim_token')
        .where('id', '=', ids[0] ?? 0)
        .executeTakeFirst()
      return row?.claim_token
    })
    .toBeNull()
  await page.getByRole('link', { name: 'Back to queue' }).click()
  await expect(page.getByRole('region', { name: 'Queue' })).toBeVisible()
})

test('whoever rests from a queue is told until when, and where to go meanwhile', async ({ page, db, signInAs }) => {
  const channel = `rest-${randomUUID().slice(0, 8)}`
  const body = { name: `Queue ${channel}`, routing: { channels: [channel] }, position: 1 }
  const queue = await addQueue(
    db,
    systemActor,
    queueBody.parse({ ...body, rotation: { decisions: 1, pauseMinutes: 45 } }),
  )
  const item = (n: number) => ({ type: 'message' as const, id: `${channel}-${n}`, text: channel, channelId: channel })
  const taken = await receiveReports(
    db,
    systemActor,
    [1, 2, 3].map((n) => aReport({ item: item(n) })),
  )
  const [first = 0, second = 0] = taken.map(({ caseId }) => caseId)
  await receiveReports(db, systemActor, [aReport()])
  const person = await signInAs('moderator')
  const { token } = await claimCase(db, actorOf(person), { caseId: first })
  const ruling = { version: 1, claimToken: token, actions: [{ type: 'keep' as const }], reason: '', note: '' }
  await decideCase(db, actorOf(person), { ...ruling, caseId: first })
  await page.goto(`/moderation?queue=${queue.id}&case=${second}`)
  const notice = page.getByRole('status').filter({ hasText: `Your cooldown for ${queue.name} ends at` })
  await expect(notice).toBeVisible()
  await expectAccessible(page)
  await notice.getByRole('link', { name: /^Go to/ }).click()
  await expect(page).not.toHaveURL(new RegExp(queue.id))
  await page.goto('/moderation/queues')
  await expect(page.getByRole('row', { name: new RegExp(channel) }).getByText(/your cooldown ends at/)).toBeVisible()
})

test('a manager says when people rest from a queue', async ({ page, db, signInAs }) => {
  const name = `Rests ${randomUUID().slice(0, 8)}`
  await addQueue(db, systemActor, queueBody.parse({ name, routing: { channels: [name] }, position: 900 }))
  await signInAs('manager')
  await page.goto('/moderation/queues')
  await page.getByRole('button', { name: `Edit ${name}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Media views').fill('50')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Length of the cooldown is required if a limit is set.')).toBeVisible()
  await dialog.getByLabel('Length of the cooldown, in minutes').fill('60')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Cooldown of 1 hour after 50 views')).toBeVisible()
})

test('on a phone pictures fit, and are shown by a tap', async ({ page, db, signInAs }) => {
  const { word, ids } = await somePictures(db, 1, 2)
  await page.setViewportSize({ width: 390, height: 844 })
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Show picture 1 of 2' }).click()
  await expect.poll(() => filterOf(page)).toBe('grayscale(1)')
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390)
})

test('axe finds nothing on the page of a break', async ({ page, signInAs }) => {
  await signInAs('moderator')
  await page.goto('/moderation/break')
  await expect(page.getByRole('heading', { name: 'Take your time' })).toBeVisible()
  await expectAccessible(page)
})

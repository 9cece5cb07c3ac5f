import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import type { Db } from '@/lib/core/db/types'
import { addQueue } from '@/lib/moderation/commands/manage-queues'
import { reverseDecision } from '@/lib/moderation/commands/reverse-decision'
import { submitVerdict } from '@/lib/moderation/commands/submit-verdict'
import { queueBody } from '@/lib/moderation/schema/queues'
import { changeSettings } from '@/lib/settings/commands'
import { type Actor, cliActor } from '@/lib/staff/actor'
import { aDecision, aModerator, thePolicy } from '../support/moderation'
import { actorOf, aPerson } from '../support/staff'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

const HOUR_MS = 3_600_000

/** A queue of its own, so that what other tests decide is not in the way, with decisions by one moderator. */
async function someDecisions(
  db: Db,
  count: number,
): Promise<{ queue: string; word: string; ids: string[]; by: Actor }> {
  await changeSettings(db, cliActor, { secondReviewShare: 1 })
  const word = `w${randomUUID().slice(0, 8)}`
  const { id: queue } = await addQueue(db, cliActor, queueBody.parse({ name: word, routing: { channels: [word] } }))
  const by = actorOf(await aPerson(db, { role: 'moderator', name: `Decider ${word}` }))
  const ids: string[] = []
  for (let n = 1; n <= count; n += 1) {
    const item = { id: `${word}-${n}`, text: `Offer ${n} of ${word}`, channelId: word }
    const now = new Date(Date.now() - (count + 1 - n) * HOUR_MS)
    ids.push((await aDecision(db, { moderator: by, item, now })).decisionId)
  }
  return { queue, word, ids, by }
}

/** Which of the decisions is on the screen. */
const shownOf = async (page: Page, ids: readonly string[]): Promise<string> => {
  const text = await page.getByRole('region', { name: 'Item' }).textContent()
  return ids[Number(/Offer (\d+)/.exec(text ?? '')?.[1]) - 1] ?? ''
}

async function expectToFitAPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390)
}

test('a moderator looks again by keyboard, without knowing what was decided; what another was quicker with goes', async ({
  page,
  db,
  signInAs,
}) => {
  const { queue, word, ids } = await someDecisions(db, 4)
  await signInAs('moderator')
  await page.goto(`/moderation/second-reviews?queue=${queue}`)
  const item = page.getByRole('region', { name: 'Item' })
  const verdict = page.getByRole('region', { name: 'Your verdict' })
  await expect(page.getByText('4 waiting')).toBeVisible()
  await expect(item).toContainText(`of ${word}`)
  expect(await page.content()).not.toMatch(/Decider|Plain advertising|A note for the team|Removed|Warned/)
  await expectAccessible(page)

  // Keys mean something once the page's code is there.
  await expect(async () => {
    await page.keyboard.press('2')
    await expect(verdict.getByRole('radio', { name: 'Against: Spam' })).toBeChecked({ timeout: 500 })
  }).toPass()
  const first = await shownOf(page, ids)
  await page.keyboard.press('1')
  await expect(verdict.getByRole('radio', { name: 'Not against the rules' })).toBeChecked()
  await page.keyboard.press('n')
  await page.keyboard.type('A quotation')
  await page.keyboard.press('Tab')
  await page.keyboard.press('g')
  await expect(page.getByText('3 waiting')).toBeVisible()
  const kept = await db
    .selectFrom('second_review')
    .selectAll()
    .where('decision_id', '=', first)
    .executeTakeFirstOrThrow()
  expect(kept).toMatchObject({ policy_id: null, reason: 'A quotation' })

  await page.keyboard.press('g')
  await expect(verdict.getByText('Choose a verdict first.')).toBeVisible()
  const second = await shownOf(page, ids)
  await submitVerdict(db, await aModerator(db), { decisionId: second, policyId: null, reason: '' })
  await expect(page.getByText('The decision you were reviewing is no longer available')).toBeVisible()
  await expect(page.getByText('2 waiting')).toBeVisible()
  expect(await shownOf(page, ids)).not.toBe(second)

  await page.keyboard.press('s')
  await expect(page.getByText('The decision you were reviewing is no longer available')).toHaveCount(0)
  await page.keyboard.press('s')
  await expect(page.getByText('You skipped all waiting decisions')).toBeVisible()
  await page.getByRole('button', { name: 'Show them again' }).click()
  for (const left of ['1 waiting', '0 waiting']) {
    await verdict.getByRole('radio', { name: 'Against: Spam' }).check()
    await verdict.getByRole('button', { name: 'Submit verdict' }).click()
    await expect(page.getByText(left)).toBeVisible()
  }
  await expect(page.getByText('No decisions to review')).toBeVisible()

  // Live: another decision of somebody else's comes in by itself.
  await aDecision(db, { item: { channelId: word, text: `Offer 9 of ${word}` } })
  await expect(item).toContainText('Offer 9')
  await expectToFitAPhone(page)
  await expectAccessible(page)
  await page.route('**/api/v1/second-reviews/next*', (asked) => asked.abort())
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('combobox', { name: 'Queue' }).click()
  await page.getByRole('option', { name: 'All queues' }).click()
  await page.reload()
  await page.unroute('**/api/v1/second-reviews/next*')
  await expect(item).toBeVisible()
})

test('a manager reads the figures, what each means and where two differ, and sets how many are looked at again', async ({
  page,
  db,
  signInAs,
}) => {
  test.setTimeout(120_000)
  const { queue, word, ids } = await someDecisions(db, 5)
  const [agreeing = '', differing = '', back = ''] = ids
  const reviewer = await aModerator(db)
  await submitVerdict(db, reviewer, { decisionId: agreeing, policyId: await thePolicy(db), reason: '' })
  await submitVerdict(db, reviewer, { decisionId: differing, policyId: null, reason: `Seen otherwise ${word}` })
  await reverseDecision(db, reviewer, { decisionId: back, reason: 'A slip' })
  await signInAs('manager')
  await page.goto(`/moderation/insight?queue=${queue}`)
  const figures = page.getByRole('region', { name: 'Figures of this period' })
  await expect(figures).toContainText('20 % reversed (1)')
  await expect(figures).toContainText('2 second reviews so far; κ needs 30')
  await expect(figures).toContainText('50 %')
  await expect(figures.getByRole('heading')).toHaveCount(8)
  const moderators = page.getByRole('region', { name: 'Moderators' })
  await expect(moderators.getByRole('row', { name: new RegExp(`Decider ${word}`) })).toContainText('needs 30')
  const differences = page.getByRole('region', { name: 'Second reviews' })
  await expect(differences.getByRole('row')).toHaveCount(2)
  await expect(differences).toContainText(`Seen otherwise ${word}`)
  await differences.getByRole('radio', { name: 'All' }).click()
  await expect(differences.getByRole('row')).toHaveCount(3)
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Definition of “Decided on time”' }).click()
  await expect(page.getByText('the share decided by that time')).toBeVisible()
  await page.keyboard.press('Escape')

  const download = page.waitForEvent('download')
  await moderators.getByRole('button', { name: 'CSV' }).click()
  const file = await readFile(await (await download).path(), 'utf8')
  expect(file.split('\r\n')[1]).toMatch(new RegExp(`^staff:[^,]+,Decider ${word},5,1,`))

  await page.getByRole('radio', { name: 'Last 7 days' }).click()
  await expect(page).toHaveURL(/period=7d/)
  await page.getByRole('button', { name: 'Custom' }).click()
  const days = page.getByRole('dialog', { name: 'Custom period' })
  await days.getByLabel('First day').fill('2020-02-10')
  await days.getByLabel('Last day').fill('2020-02-01')
  await days.getByRole('button', { name: 'Apply period' }).click()
  await expect(days.getByText('The period must end after it starts.')).toBeVisible()
  await days.getByLabel('Last day').fill('2020-02-20')
  await days.getByRole('button', { name: 'Apply period' }).click()
  await expect(page).toHaveURL(/from=2020-02-10&to=2020-02-20/)
  await expect(moderators.getByText('No decisions in this period')).toBeVisible()
  await page.goBack()
  await expect(moderators.getByRole('row')).toHaveCount(2)

  await figures.getByRole('button', { name: 'Change' }).click()
  const dialog = page.getByRole('dialog', { name: 'Second review sample' })
  await dialog.getByLabel('Share of decisions, in percent').fill('120')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Enter a number from 0 to 100.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Share of decisions, in percent').fill('99.5')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(figures).toContainText('99.5 %')
  await expectToFitAPhone(page)
  await expectAccessible(page)

  await signInAs('moderator')
  await page.goto('/moderation/insight')
  await expect(figures).toHaveCount(0)
  await page.goto('/moderation/second-reviews')
  await expect(page.getByRole('link', { name: 'Insight' })).toHaveCount(0)
})

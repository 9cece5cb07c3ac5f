import { randomUUID } from 'node:crypto'
import type { Page, Response } from 'playwright/test'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { receiveAppeal } from '@/lib/moderation/commands/receive-appeal'
import { systemActor } from '@/lib/staff/actor'
import { aDecision } from '../support/moderation'
import { actorOf, aPerson } from '../support/staff'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

const word = () => `w${randomUUID().slice(0, 8)}`

/** No page is wider than a phone. */
async function expectToFitAPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390)
}

test('an appeal is read and the decision overturned; one’s own decision is somebody else’s to judge', async ({
  page,
  db,
  signInAs,
}) => {
  const person = await signInAs('moderator')
  const text = `${word()} was a joke`
  const theirs = await aDecision(db)
  const own = await aDecision(db, { moderator: actorOf(person) })
  const appealed = await receiveAppeal(db, systemActor, { ...pick(theirs), text })
  const ownAppeal = await receiveAppeal(db, systemActor, { ...pick(own), text: 'Mine' })

  await page.goto('/moderation/appeals')
  await expect(page.getByRole('navigation', { name: 'Moderation' })).toBeVisible()
  await page.getByRole('row').filter({ hasText: text }).getByRole('button').click()
  const pane = page.getByRole('region', { name: 'Appeal', exact: true })
  await expect(pane.getByRole('region', { name: 'Evidence' })).toContainText('Buy cheap gold')
  await expect(pane).toContainText('Removed and warned')
  await expectAccessible(page)
  await pane.getByRole('button', { name: 'Overturn decision' }).click()
  await expect(pane.getByText('Enter a reason.')).toBeVisible()
  await pane.getByLabel('Reason').fill('It was a joke indeed')
  await pane.getByRole('button', { name: 'Overturn decision' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('The message is shown again')
  await question.getByRole('button', { name: `Overturn and notify ${theirs.memberId}` }).click()
  await expect(pane.getByRole('region', { name: 'Appeal decision' })).toContainText('It was a joke indeed')
  const state = await db
    .selectFrom('moderation_case')
    .select(['status', 'content_state'])
    .where('id', '=', theirs.caseId)
    .executeTakeFirstOrThrow()
  expect(state).toEqual({ status: 'open', content_state: 'visible' })
  await page.goto(`/moderation/appeals?status=overturned&appeal=${appealed.id}`)
  await expect(page.getByRole('row').filter({ hasText: text })).toContainText('Overturned')

  // A list that can't be loaded says so and is tried again; an empty one says what would be there.
  await page.route('**/api/v1/appeals?*', (asked) => asked.abort())
  await page.getByRole('radio', { name: 'Upheld' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The appeals could not be loaded' })).toBeVisible({
    timeout: 20_000,
  })
  await page.unroute('**/api/v1/appeals?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('No appeals')).toBeVisible()

  await page.goto(`/moderation/appeals?appeal=${ownAppeal.id}`)
  await expect(page.getByText('You or one of your API keys made this decision.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Uphold decision' })).toBeDisabled()
  await expectToFitAPhone(page)
  await expect(page.getByRole('dialog', { name: 'Appeal' })).toBeVisible()
  await expectAccessible(page)
})

const pick = ({ decisionId, memberId }: { decisionId: string; memberId: string }) => ({ decisionId, memberId })

test('a message around the one that is appealed is worth a case of its own', async ({ page, db, signInAs }) => {
  const id = word()
  // Not on the edge of a range that another test looks at meanwhile: figures would move from second to second.
  const sentAt = (minute: number) => new Date(Date.now() - 36 * 3_600_000 + minute * 60_000)
  const messages = [0, 1, 2].map((n) => ({
    ...{ id: `${id}-${n}`, member: { id: `${id}-ann`, name: `Ann ${id}` }, channel: { id, name: 'Harbour' } },
    ...{ text: `line ${n} of ${id}`, sentAt: sentAt(n) },
  }))
  await ingestMessages(db, systemActor, { origin: 'appeals', messages })
  const decided = await aDecision(db, { item: { id: `${id}-1`, text: `line 1 of ${id}` } })
  const appeal = await receiveAppeal(db, systemActor, { ...pick(decided), text: 'It was not me' })
  await signInAs('moderator')
  await page.goto(`/moderation/appeals?appeal=${appeal.id}`)
  const evidence = page.getByRole('region', { name: 'Evidence' })
  await evidence.getByText(`line 2 of ${id}`).hover()
  await evidence
    .getByRole('button', { name: `Open a case for this message by Ann ${id}` })
    .last()
    .click()
  const form = page.getByRole('dialog', { name: 'Open a case for this message' })
  await expect(form).toContainText(`line 2 of ${id}`)
  await form.getByLabel('Reason').fill('This one started it')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Open case' }).click()
  await expect(form).toBeHidden()
  const opened = await db
    .selectFrom('moderation_case')
    .select('content')
    .where('item_id', '=', `${id}-2`)
    .executeTakeFirstOrThrow()
  expect(opened.content).toMatchObject({ text: `line 2 of ${id}` })
})

test('a member appeals by a link, once, without signing in', async ({ page, db, signInAs }) => {
  const judge = await aPerson(db, { role: 'moderator', name: `Judge ${word()}` })
  const { decisionId, caseId, moderator } = await aDecision(db, {
    moderator: actorOf(judge),
    item: { text: 'Gold for friends' },
  })
  await db.updateTable('moderation_report').set({ comment: 'so rude' }).where('case_id', '=', caseId).execute()
  await signInAs('moderator')
  await page.goto(`/moderation?status=decided&case=${caseId}`)
  await page.getByRole('button', { name: 'Create appeal link' }).click()
  const made = page.getByRole('dialog', { name: 'Appeal link for the member' })
  const address = new URL(await made.getByLabel('Appeal link').inputValue())
  await made.getByRole('button', { name: 'Done' }).click()
  // A page that is still open would find itself signed out, and go where one signs in.
  await page.goto('about:blank')
  await page.context().clearCookies()
  await page.goto(`${address.pathname}${address.hash}`)
  await expect(page.getByRole('heading', { name: 'Appeal a decision' })).toBeVisible()
  await expect(page.getByText('Your message was removed and you were warned.')).toBeVisible()
  await expect(page.getByText('Gold for friends')).toBeVisible()
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/)
  await expect(page.locator('meta[name=referrer]')).toHaveAttribute('content', 'no-referrer')
  // Neither who complained and what they wrote, nor what the team noted, nor who decided and why.
  const { name: decider } = await db
    .selectFrom('staff')
    .select('name')
    .where('id', '=', moderator.id ?? '')
    .executeTakeFirstOrThrow()
  for (const hidden of ['reporter-', 'A note for the team', 'Plain advertising', 'so rude', decider])
    expect(await page.content()).not.toContain(hidden)
  expect(await db.selectFrom('appeal').select('id').where('decision_id', '=', decisionId).execute()).toEqual([])
  await expectAccessible(page)
  await expectToFitAPhone(page)
  await page.getByRole('button', { name: 'Send appeal' }).click()
  await expect(page.getByText('Explain why the decision should be overturned.')).toBeVisible()
  await page.getByLabel('Why should the decision be overturned?').fill('They asked for it')
  await page.getByRole('button', { name: 'Send appeal' }).click()
  await expect(page.getByRole('heading', { name: 'Appeal sent' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Already appealed' })).toBeVisible()
  await page.goto('/appeal#nothing')
  await page.reload()
  await expect(page.getByText('This link isn’t valid.')).toBeVisible()
  await expectToFitAPhone(page)
})

test('a policy is added with checked placeholders, archived and taken back; the ladder is saved', async ({
  page,
  db,
  signInAs,
}) => {
  const name = word()
  await signInAs('manager')
  await page.goto('/moderation/policies')
  await page.getByRole('button', { name: 'Add policy' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Strike points').fill('3')
  await dialog.getByLabel('Days until strikes expire').fill('')
  await dialog.getByLabel(/Message to the member/).fill('Dear {friend}, no.')
  // It is named while it is typed, and refused when it is saved.
  await expect(dialog.getByText(/\{friend\} isn’t a placeholder/)).toBeVisible()
  await dialog.getByLabel(/Message to each reporter/).fill('{member} broke {policy}: {reason}')
  await expect(dialog.getByText(/\{member\} isn’t a placeholder/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Add policy' }).click()
  await expect(dialog).toBeVisible()
  await dialog.getByLabel(/Message to each reporter/).fill('It broke {policy}: {reason}')
  await expect(dialog.getByText(`It broke ${name}: Plain advertising`)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel(/Message to the member/).fill('Dear {member}, no.')
  await dialog.getByRole('button', { name: 'Add policy' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('3 points, permanently')
  const act = async (deed: string) => {
    await row.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: deed }).click()
  }
  // The order is changed by buttons and by the arrow keys on them, and the focus stays.
  const place = async () =>
    (await page.getByRole('table', { name: 'Policies' }).getByRole('row').allTextContents()).findIndex((text) =>
      text.includes(name),
    )
  const last = await place()
  let savings = 0
  const count = (answer: Response) => {
    if (answer.url().endsWith('/api/v1/policies/order')) savings += 1
  }
  page.on('response', count)
  const up = row.getByRole('button', { name: `Move ${name} up` })
  await up.click()
  await expect.poll(place).toBe(last - 1)
  await expect(up).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect.poll(place).toBe(last - 2)
  await page.keyboard.press('ArrowDown')
  await expect.poll(place).toBe(last - 1)
  await expect(up).toBeFocused()
  await expect(page.getByText(`${name} is now ${last - 1} of`)).toBeAttached()
  const saved = async () => {
    const rows = await db
      .selectFrom('policy')
      .select('name')
      .where('archived_at', 'is', null)
      .orderBy('position')
      .execute()
    return rows.findIndex((policy) => policy.name === name) + 1
  }
  // Each step is saved, one after the other.
  await expect.poll(() => savings).toBe(3)
  page.off('response', count)
  expect(await saved()).toBe(last - 1)
  await page.reload()
  expect(await place()).toBe(last - 1)
  await act('Archive')
  await expect(row).toHaveCount(0)
  await page.getByRole('radio', { name: 'Archived' }).click()
  await act('Unarchive')
  await page.getByRole('radio', { name: 'In use' }).click()
  await expect(row).toBeVisible()

  const ladder = page.getByRole('region', { name: 'Ladder' })
  await ladder.getByRole('button', { name: 'Add step' }).click()
  const step = ladder.getByRole('row').last()
  await step.getByLabel(/^Points/).fill('2')
  await ladder.getByRole('button', { name: 'Save ladder' }).click()
  await expect(ladder.getByText('Two steps can’t have the same points.')).toBeVisible()
  await step.getByLabel(/^Points/).fill('60')
  await step.getByLabel(/^Hours/).fill('1.5')
  await ladder.getByRole('button', { name: 'Save ladder' }).click()
  await expect(ladder.getByRole('button', { name: 'Save ladder' })).toHaveCount(0)
  await page.reload()
  await expect(
    ladder
      .getByRole('row')
      .last()
      .getByLabel(/^Hours/),
  ).toHaveValue('1.5')
  await expectAccessible(page)
  await expectToFitAPhone(page)
})

test('a queue is added and edited by a manager, and read by a moderator', async ({ page, db, signInAs }) => {
  const name = word()
  await signInAs('manager')
  await page.goto('/moderation/queues')
  await page.getByRole('button', { name: 'Add queue' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add queue' }).click()
  await expect(dialog.getByText('Name is required.')).toBeVisible()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Time limit in hours').fill('1.5')
  await dialog.getByLabel('Links').click()
  await dialog.getByLabel('Channels').fill(`c-${name}`)
  await dialog.getByRole('radio', { name: 'Selected moderators' }).click()
  await expect(dialog.getByRole('group', { name: 'Moderators' })).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Add queue' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('Links, from 1 channel')
  await expect(row).toContainText('90 minutes')
  await row.getByRole('button', { name: `Edit ${name}` }).click()
  await dialog.getByRole('radio', { name: 'Every moderator' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('Every moderator')
  await row.getByRole('button', { name: `Move ${name} up` }).press('ArrowUp')
  await expectAccessible(page)
  await expectToFitAPhone(page)

  await signInAs('moderator')
  await page.goto('/moderation/queues')
  await expect(row).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add queue' })).toHaveCount(0)
  await page.goto('/moderation/policies')
  await expect(page.getByRole('table', { name: 'Ladder' })).toContainText('proposed')
  await expect(page.getByRole('button', { name: 'Add policy' })).toHaveCount(0)
  // Cases of other tests are not routed by it.
  await db.deleteFrom('moderation_queue').where('name', '=', name).execute()
})

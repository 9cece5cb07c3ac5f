import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright/test'
import type { Db } from '@/lib/core/db/types'
import { claimCase, releaseClaim } from '@/lib/moderation/commands/claim-case'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { screenItems } from '@/lib/moderation/commands/screening/screen-items'
import { actorRef, systemActor } from '@/lib/staff/actor'
import { aReport } from '../support/moderation'
import { anItem, aRule, words } from '../support/moderation-rules'
import { actorOf, aPerson, cookieOf } from '../support/staff'
import { expectAccessible } from './support/accessible'
import { connected } from './support/connected'
import { holdBack } from './support/hold-back'
import { expect, test } from './support/test'

/** Cases with a word of their own, by which a search finds them and no others. */
async function someCases(db: Db, count: number): Promise<{ word: string; ids: number[] }> {
  const word = `w${randomUUID().slice(0, 8)}`
  const reports = Array.from({ length: count }, (_, n) =>
    aReport({
      item: {
        type: 'message',
        id: `${word}-${n}`,
        text: `${word} offer number ${n}`,
        author: { id: `a-${word}-${n}` },
      },
    }),
  )
  const taken = await receiveReports(db, systemActor, reports)
  return { word, ids: taken.map(({ caseId }) => caseId) }
}

/** Ends the claim on a case as time does, without a word. */
const lapse = (db: Db, caseId: number) =>
  db
    .updateTable('moderation_case')
    .set({ claim_expires_at: new Date(Date.now() - 1_000) })
    .where('id', '=', caseId)
    .execute()

/** The case in the page's address. */
const opened = (page: Page): string => new URL(page.url()).searchParams.get('case') ?? ''

const stateOf = (db: Db, ids: number[]) =>
  db
    .selectFrom('moderation_case')
    .select(['id', 'status', 'content_state'])
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()

test('a moderator works through 20 cases by keyboard alone, and undoes the last', async ({ page, db, signInAs }) => {
  // Twenty cases are as much as several tests.
  test.slow()
  const { word, ids } = await someCases(db, 20)
  const person = await signInAs('moderator')
  await page.goto(`/moderation?q=${word}`)
  await expect(page.getByText('Select a case')).toBeVisible()
  // Keys mean something once the page's code is there.
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(page).toHaveURL(/case=/, { timeout: 500 })
  }).toPass()
  let last = ''
  for (let n = 0; n < ids.length; n += 1) {
    await expect.poll(() => opened(page)).not.toBe(last)
    last = opened(page)
    await expect(page.getByText(/yours until/)).toBeVisible()
    if (n % 10 === 0) await expectAccessible(page)
    // Spam is chosen from nothing: the reports name no policy, so that the first removal asks for one.
    await page.keyboard.press(n % 2 ? '4' : '2')
    if (n % 2 === 0) {
      await expect(page.getByRole('combobox', { name: 'Policy' })).toBeFocused()
      await page.keyboard.press('Enter')
      await page.getByRole('option', { name: /Spam/ }).waitFor()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('combobox', { name: 'Policy' })).toHaveText(/Spam/)
      await page.keyboard.press('2')
    }
  }
  await expect(page.getByText('All done')).toBeVisible()
  await expect
    .poll(async () => (await stateOf(db, ids)).filter(({ status }) => status === 'decided').length)
    .toBe(ids.length)
  await page.keyboard.press('z')
  await expect.poll(async () => (await stateOf(db, ids)).filter(({ status }) => status === 'open').length).toBe(1)
  const decisions = await db
    .selectFrom('moderation_decision')
    .select('id')
    .where('decided_by', '=', actorRef(actorOf(person)))
    .where('reverses_id', 'is', null)
    .execute()
  expect(decisions).toHaveLength(ids.length)
})

test('what somebody else works on is shown as theirs, and what they decide is named', async ({
  page,
  db,
  signInAs,
  routeSockets,
  browser,
}) => {
  const { word, ids } = await someCases(db, 1)
  await signInAs('moderator')
  // The first tab hears nothing of what the other does.
  await routeSockets(() => undefined)
  await page.route('**/socket.io/**', (route) => route.abort())
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  const other = await browser.newContext({ storageState: await page.context().storageState() })
  const tab = await other.newPage()
  await tab.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(tab.getByText(/You claimed this case in another tab/)).toBeVisible()
  await tab.getByRole('button', { name: 'Continue here' }).click()
  await expect(tab.getByText(/yours until/)).toBeVisible()
  await page.getByRole('button', { name: 'Keep' }).click()
  await expect(page.getByText(`Case ${ids[0]} was not decided`)).toBeVisible()
  await tab.getByRole('button', { name: 'Keep' }).click()
  await expect.poll(async () => (await stateOf(db, ids))[0]?.status).toBe('decided')
  await other.close()
})

test('a claim that has gone over is told live, and so is when it is let go of', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 1)
  const [caseId = 0] = ids
  await signInAs('moderator')
  const live = connected(page)
  await page.goto(`/moderation?q=${word}&case=${caseId}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await live
  const colleague = actorOf(await aPerson(db, { role: 'moderator', name: `Col ${word}` }))
  await lapse(db, caseId)
  const { token } = await claimCase(db, colleague, { caseId })
  await expect(page.getByText(new RegExp(`Col ${word} is working on this case`))).toBeVisible()
  await expect(page.getByRole('button', { name: /^Keep/ })).toBeDisabled()
  await releaseClaim(db, colleague, { caseId, token })
  await expect(page.getByText(`Col ${word} released this case.`)).toBeVisible()
  await page.getByRole('button', { name: 'Claim again' }).click()
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.press('4')
  await expect(page.getByText(`Kept: case ${caseId}`)).toBeVisible()
})

test('who comes back to a claim that has lapsed has it again by moving, or by the very key that decides', async ({
  page,
  db,
  signInAs,
  browser,
}) => {
  const { word, ids } = await someCases(db, 2)
  const [first = 0, second = 0] = ids
  await signInAs('moderator')
  const other = await browser.newContext({ storageState: await page.context().storageState() })
  const tab = await other.newPage()
  await tab.clock.install()
  const { origin } = new URL(process.env.GUILDHALL_URL ?? '')
  await tab.goto(`${origin}/moderation?q=${word}&sort=age&case=${first}`)
  await expect(tab.getByText(/yours until/)).toBeVisible()
  await lapse(db, first)
  await tab.clock.setSystemTime(Date.now() + 11 * 60_000)
  await tab.mouse.move(200, 200)
  const endOf = () =>
    db.selectFrom('moderation_case').select('claim_expires_at').where('id', '=', first).executeTakeFirstOrThrow()
  await expect.poll(async () => (await endOf()).claim_expires_at?.getTime()).toBeGreaterThan(Date.now())
  await tab.keyboard.press('4')
  await expect(tab.getByText(`Kept: case ${first}`)).toBeVisible()
  await expect(tab).toHaveURL(new RegExp(`case=${second}`))
  await expect(tab.getByText(/yours until/)).toBeVisible()
  await lapse(db, second)
  await tab.clock.setSystemTime(Date.now() + 30 * 60_000)
  await tab.keyboard.press('4')
  await expect(tab.getByText(`Kept: case ${second}`)).toBeVisible()
  expect((await stateOf(db, ids)).map(({ status }) => status)).toEqual(['decided', 'decided'])
  await other.close()
})

test('a new case waits behind a bar until it is asked for', async ({ page, db, signInAs }) => {
  const { word } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}`)
  const rows = page.getByRole('region', { name: 'Queue' }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await receiveReports(db, systemActor, [
    aReport({ item: { type: 'message', id: `${word}-late`, text: `${word} late` } }),
  ])
  await expect(page.getByText('1 new case · show')).toBeVisible()
  await expect(rows).toHaveCount(2)
  await page.keyboard.press('Shift+N')
  await expect(rows).toHaveCount(3)
})

test('a case is skipped with a reason, escalated, and found decided with a way back', async ({
  page,
  db,
  signInAs,
}) => {
  const { word, ids } = await someCases(db, 2)
  await signInAs('manager')
  await page.goto(`/moderation?q=${word}&sort=age`)
  await page
    .getByRole('region', { name: 'Queue' })
    .getByRole('button', { name: /number 0/ })
    .click()
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Escalate' }).click()
  await expect(dialog.getByText('Enter a reason.')).toBeVisible()
  await dialog.getByLabel('Reason').fill('Two of us differ')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`Case ${ids[0]} was escalated`)).toBeVisible()
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.press('4')
  await expect.poll(async () => (await stateOf(db, ids)).map(({ status }) => status)).toEqual(['escalated', 'decided'])
  await page.goto(`/moderation?q=${word}&status=decided&case=${ids[1]}`)
  await page.getByRole('button', { name: 'Reverse' }).click()
  const reversal = page.getByRole('dialog', { name: 'Reverse this decision?' })
  await reversal.getByLabel('Reason').fill('It was the wrong case')
  await reversal.getByRole('button', { name: 'Reverse' }).click()
  await expect.poll(async () => (await stateOf(db, ids))[1]?.status).toBe('open')
})

test('axe finds nothing, and a phone has the actions under the thumb', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 2)
  const item = { type: 'message', id: randomUUID(), text: 'long'.repeat(200), author: { id: `a-${word}-0` } } as const
  await receiveReports(db, systemActor, [aReport({ item })])
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await expect(page.getByRole('link', { name: /^(long){20}/ })).toBeVisible()
  await expectAccessible(page)
  const pane = page.getByRole('region', { name: 'Member' })
  expect(await pane.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await page.setViewportSize({ width: 360, height: 740 })
  await expect(page.getByRole('region', { name: 'Queue' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeInViewport()
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 360)
})

test('many cases are decided at once, each with an answer of its own, and undone at once', async ({
  page,
  db,
  signInAs,
}) => {
  const { word, ids } = await someCases(db, 4)
  const [taken = 0, ...free] = ids
  await claimCase(db, systemActor, { caseId: taken })
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}`)
  for (const id of ids) await page.getByRole('checkbox', { name: `Select case ${id}` }).check()
  const bar = page.getByRole('region', { name: 'Selected cases' })
  await expect(bar.getByText('4 cases selected')).toBeVisible()
  await bar.getByRole('button', { name: 'Keep 4' }).click()
  await expect(page.getByText('Kept: 3 cases, 1 failed')).toBeVisible()
  await expect(page.getByText('Someone else is working on this case.')).toBeVisible()
  await expect(bar.getByText('1 case selected')).toBeVisible()
  expect((await stateOf(db, free)).map(({ status }) => status)).toEqual(free.map(() => 'decided'))
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await stateOf(db, free)).map(({ status }) => status)).toEqual(free.map(() => 'open'))
})

test('Z takes back one decision after the other, and the toast tells which is next', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&sort=age&case=${ids[0]}`)
  for (const id of ids) {
    await expect(page).toHaveURL(new RegExp(`case=${id}`))
    await expect(page.getByText(/yours until/)).toBeVisible()
    await page.keyboard.press('4')
    await expect(page.getByText(`Kept: case ${id}`)).toBeVisible()
  }
  const statuses = async () => (await stateOf(db, ids)).map(({ status }) => status)
  expect(await statuses()).toEqual(['decided', 'decided'])
  await page.keyboard.press('z')
  await expect.poll(statuses).toEqual(['decided', 'open'])
  await expect(page.getByText(`Kept: case ${ids[0]}`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(statuses).toEqual(['open', 'open'])
  await expect(page.getByText(/^Kept: case/)).toBeHidden()
})

test('a key that is held down decides one case and not the next', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&sort=age&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.down('4')
  await expect(page.getByText(`Kept: case ${ids[0]}`)).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`case=${ids[1]}`))
  await expect(page.getByText(/yours until/)).toBeVisible()
  // Still held, so that the keyboard says it again and again.
  for (let again = 0; again < 3; again += 1) await page.keyboard.down('4')
  await page.keyboard.up('4')
  await page.keyboard.press('s')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect((await stateOf(db, ids)).map(({ status }) => status)).toEqual(['decided', 'open'])
})

test('a press that is doubled, by key or by mouse, decides one case', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&sort=age&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  // Both before anything is drawn anew, and the second one again as soon as the next case is there.
  await page.evaluate((next) => {
    const press = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: '4', code: 'Digit4' }))
    press()
    press()
    const watch = new MutationObserver(() => {
      if (document.querySelector('[aria-label="Case"] h1')?.textContent !== `Case ${next}`) return
      watch.disconnect()
      press()
    })
    watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  }, ids[1])
  await expect(page.getByText(`Kept: case ${ids[0]}`)).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`case=${ids[1]}`))
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.getByRole('button', { name: /^Keep/ }).hover()
  await page.mouse.down({ clickCount: 2 })
  await page.mouse.up({ clickCount: 2 })
  await page.keyboard.press('s')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect((await stateOf(db, ids)).map(({ status }) => status)).toEqual(['decided', 'open'])
  await expect(page.getByText(/was not decided/)).toBeHidden()
})

test('a note that was begun waits for its case, and goes with the decision; a failed one brings it back', async ({
  page,
  db,
  signInAs,
}) => {
  const { word, ids } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&sort=age&case=${ids[0]}`)
  const note = page.getByLabel('Notes')
  const isTheirs = () => expect(page.getByText(/yours until/)).toBeVisible()
  await isTheirs()
  await page.keyboard.press('n')
  await page.keyboard.type('Seen before')
  // Escape leaves the field and not the case.
  await page.keyboard.press('Escape')
  await expect(note).not.toBeFocused()
  await page.keyboard.press('j')
  await expect(page).toHaveURL(new RegExp(`case=${ids[1]}`))
  await expect(note).toHaveValue('')
  await page.keyboard.press('k')
  await expect(note).toHaveValue('Seen before')
  await isTheirs()
  await page.route('**/decisions', (route) => route.abort(), { times: 1 })
  await page.keyboard.press('4')
  await expect(page.getByText(`Case ${ids[0]} was not decided`)).toBeVisible()
  await expect(note).toHaveValue('Seen before')
  await isTheirs()
  await page.keyboard.press('4')
  await expect(page.getByText(`Kept: case ${ids[0]}`)).toBeVisible()
  const decisions = () =>
    db.selectFrom('moderation_decision').select('note').where('case_id', 'in', ids).orderBy('case_id').execute()
  expect(await decisions()).toEqual([{ note: 'Seen before' }])
  await expect(page).toHaveURL(new RegExp(`case=${ids[1]}`))
  await page.keyboard.press('n')
  await page.keyboard.type('For later')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Member' }).getByRole('listitem').getByText('For later')).toBeVisible()
  await expect(note).toHaveValue('')
  await isTheirs()
  await page.keyboard.press('4')
  await expect(page.getByText(`Kept: case ${ids[1]}`)).toBeVisible()
  expect(await decisions()).toEqual([{ note: 'Seen before' }, { note: '' }])
})

test('a search is begun by / and ended by Escape', async ({ page, db, signInAs }) => {
  const { word } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto('/moderation')
  const field = page.getByLabel('Search cases')
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(field).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type(word)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`q=${word}`))
  await expect(page.getByRole('checkbox', { name: /^Select case/ })).toHaveCount(2)
  await page.keyboard.press('/')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/q=/)
  await expect(field).toHaveValue('')
  await expect(field).not.toBeFocused()
})

test('what was pressed before the case was theirs is done once it is', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 1)
  await signInAs('moderator')
  const end = await holdBack(page, '**/claim')
  const claiming = page.waitForRequest('**/claim')
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await claiming
  await page.keyboard.press('4')
  end()
  await expect(page.getByText(`Kept: case ${ids[0]}`)).toBeVisible()
  expect((await stateOf(db, ids)).map(({ status }) => status)).toEqual(['decided'])
})

test('the form that was asked for before the case was theirs comes with it', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 1)
  await signInAs('moderator')
  const end = await holdBack(page, '**/claim')
  const claiming = page.waitForRequest('**/claim')
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await claiming
  await page.keyboard.press('9')
  const form = page.getByRole('dialog', { name: `Decide case ${ids[0]}` })
  await expect(form).toBeHidden()
  end()
  await expect(form).toBeVisible()
})

test('Z before the server has answered takes back what was just done, and not what was before', async ({
  page,
  db,
  signInAs,
}) => {
  const { word, ids } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&sort=age&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.press('4')
  await expect(page.getByText(`Kept: case ${ids[0]}`)).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`case=${ids[1]}`))
  await expect(page.getByText(/yours until/)).toBeVisible()
  const end = await holdBack(page, `**/cases/${ids[1]}/decisions`)
  const asked = page.waitForRequest(`**/cases/${ids[1]}/decisions`)
  await page.keyboard.press('4')
  await asked
  await page.keyboard.press('z')
  end()
  await expect(page.getByText('Undone. The case is open again.')).toBeVisible()
  const decided = await db
    .selectFrom('moderation_decision')
    .select(['case_id', 'reverses_id'])
    .where('case_id', 'in', ids)
    .execute()
  expect(decided.filter(({ reverses_id }) => reverses_id).map(({ case_id }) => case_id)).toEqual([ids[1]])
  expect((await stateOf(db, ids)).map(({ status }) => status)).toEqual(['decided', 'open'])
})

test('the form decides with several actions, an end, a reason and a note, and says what is missing', async ({
  page,
  db,
  signInAs,
}) => {
  const { word, ids } = await someCases(db, 1)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.press('9')
  const form = page.getByRole('dialog', { name: `Decide case ${ids[0]}` })
  await form.getByRole('radio', { name: 'Hide' }).click()
  await form.getByRole('checkbox', { name: 'Suspend' }).click()
  await form.getByRole('combobox', { name: 'Suspend, duration' }).click()
  await page.getByRole('option', { name: 'until…' }).click()
  await form.getByLabel('Custom action').fill('hush')
  await form.getByRole('button', { name: 'Decide case' }).click()
  await expect(form.getByText('Enter an end time.')).toBeVisible()
  await expect(form.getByText('Choose a policy.')).toBeVisible()
  await expect(form.getByText('Confirm this action. It can’t be undone.')).toBeVisible()
  await expectAccessible(page)
  await form.getByLabel(/^Suspend until/).fill('2199-01-31T09:30')
  await form.getByRole('checkbox', { name: /can’t be undone/ }).click()
  await form.getByRole('combobox', { name: 'Policy' }).click()
  await page.getByRole('option', { name: /Spam/ }).click()
  await form.getByLabel('Reason').fill('Third time this week')
  await form.getByLabel('Note').fill('Watch the sister account')
  await form.getByRole('button', { name: 'Decide case' }).click()
  await expect(page.getByText(`Hidden, suspended and custom action: case ${ids[0]}`)).toBeVisible()
  const decision = await db
    .selectFrom('moderation_decision')
    .select(['id', 'reason', 'note'])
    .where('case_id', '=', ids[0] ?? 0)
    .executeTakeFirstOrThrow()
  expect(decision).toMatchObject({ reason: 'Third time this week', note: 'Watch the sister account' })
  const actions = await db
    .selectFrom('moderation_action')
    .select(['type', 'until'])
    .where('decision_id', '=', decision.id)
    .orderBy('position')
    .execute()
  expect(actions.map(({ type }) => type)).toEqual(['hide', 'suspend', 'custom'])
  expect(actions[1]?.until?.getUTCFullYear()).toBe(2199)
})

test('who else has a case open is named, until they leave it', async ({ page, db, signInAs, browser }) => {
  const { word, ids } = await someCases(db, 2)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}&case=${ids[0]}`)
  await expect(page.getByText(/yours until/)).toBeVisible()
  const colleague = await aPerson(db, { role: 'moderator', name: `Col ${word}` })
  const [name = '', value = ''] = (await cookieOf(db, colleague)).split('=')
  const other = await browser.newContext()
  await other.addCookies([{ name, value, url: new URL(page.url()).origin }])
  const guest = await other.newPage()
  await guest.goto(page.url())
  await expect(page.getByText(`Col ${word} is also viewing it`)).toBeVisible()
  await expect(guest.getByText(/is working on this case/)).toBeVisible()
  await guest.goto(`${new URL(page.url()).origin}/moderation?q=${word}&case=${ids[1]}`)
  await expect(page.getByText(`Col ${word} is also viewing it`)).toBeHidden()
  // What they have taken instead stands in the queue.
  await expect(page.getByRole('region', { name: 'Queue' }).getByText(`Col ${word}`)).toBeVisible()
  await other.close()
})

test('the next case is fetched ahead, and again when it has changed meanwhile', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 2)
  const [first, second] = ids
  await signInAs('moderator')
  const fetched = (text: string) =>
    page.waitForResponse(
      async (answer) => answer.url().endsWith(`/api/v1/cases/${second}`) && (await answer.text()).includes(text),
    )
  const ahead = fetched(`${word} offer`)
  await page.goto(`/moderation?q=${word}&sort=age&case=${first}`)
  await ahead
  await expect(page.getByText(/yours until/)).toBeVisible()
  const anew = fetched(`${word} edited`)
  const author = { id: `a-${word}-1` }
  const item = { type: 'message', id: `${word}-1`, revision: 2, text: `${word} edited`, author } as const
  await receiveReports(db, systemActor, [aReport({ item })])
  await anew
  await expect(page).toHaveURL(new RegExp(`case=${first}`))
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: `${word} edited` })).toBeVisible()
})

test('what is narrowed down stands in the address, and is kept under a name', async ({ page, db, signInAs }) => {
  const { word } = await someCases(db, 1)
  const link = aReport({
    item: { type: 'link', id: `${word}-link`, url: 'https://gold.example/', text: `${word} link` },
  })
  await receiveReports(db, systemActor, [link])
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}`)
  const rows = page.getByRole('region', { name: 'Queue' }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await page.getByRole('button', { name: 'Filters' }).click()
  const menu = page.getByRole('dialog', { name: 'Filters' })
  await menu.getByRole('combobox', { name: 'Item type' }).click()
  await page.getByRole('option', { name: 'Link' }).click()
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/type=link/)
  await menu.getByLabel('Save current filters as').fill('Gold links')
  await menu.getByRole('button', { name: 'Save filter' }).click()
  await expect(menu.getByRole('button', { name: 'Gold links', exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/moderation')
  await page.getByRole('button', { name: 'Filters' }).click()
  await menu.getByRole('button', { name: 'Gold links', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`q=${word}`))
  await expect(rows).toHaveCount(1)
  await menu.getByRole('button', { name: 'Delete Gold links' }).click()
  await expect(menu.getByRole('button', { name: 'Gold links', exact: true })).toBeHidden()
})

test('a case is opened by hand, and its reason stands with it', async ({ page, db, signInAs }) => {
  const { word } = await someCases(db, 1)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}`)
  await page.getByRole('button', { name: 'Open a case manually' }).click()
  const form = page.getByRole('dialog', { name: 'Open a case' })
  await form.getByRole('button', { name: 'Open case' }).click()
  await expect(form.getByText('Enter a reason.')).toBeVisible()
  await form.getByLabel('External ID', { exact: true }).fill(`${word}-hand`)
  await form.getByLabel('Text').fill(`${word} by hand`)
  await form.getByLabel('Reason').fill('Seen in passing')
  await form.getByRole('button', { name: 'Open case' }).click()
  await expect(
    page.getByRole('region', { name: 'Case' }).getByRole('heading', { name: `${word} by hand` }),
  ).toBeVisible()
  await expect(page.getByText('Opened manually: Seen in passing')).toBeVisible()
})

test('what is worked off fills up from further down, without being asked for', async ({ page, db, signInAs }) => {
  const { word, ids } = await someCases(db, 55)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}`)
  const queue = page.getByRole('region', { name: 'Queue' })
  await expect(queue.getByText('50 cases shown')).toBeAttached()
  await queue.getByText(`${word} offer number`).first().click()
  for (const left of [54, 53]) {
    await expect(page.getByText(/yours until/)).toBeVisible()
    const before = opened(page)
    await page.keyboard.press('4')
    await expect.poll(() => opened(page)).not.toBe(before)
    await expect.poll(async () => (await stateOf(db, ids)).filter(({ status }) => status === 'open').length).toBe(left)
  }
  await expect(queue.getByText('50 cases shown')).toBeAttached()
  await expect(queue.getByText(/new cases? · show/)).toHaveCount(0)
})

test('of a long queue only what is in sight is in the document, and keys walk all of it', async ({
  page,
  db,
  signInAs,
}) => {
  const { word } = await someCases(db, 120)
  await signInAs('moderator')
  await page.goto(`/moderation?q=${word}`)
  const queue = page.getByRole('region', { name: 'Queue' })
  for (const shown of ['100 cases shown', '120 cases, all shown']) {
    // Rows that were just drawn are measured, and push the button from under the pointer.
    await expect(async () => {
      await queue.getByRole('button', { name: 'Load more' }).click()
      await expect(queue.getByText(shown)).toBeAttached({ timeout: 2_000 })
    }).toPass()
  }
  await expect.poll(() => queue.getByRole('listitem').count()).toBeLessThan(60)
  await page.keyboard.press('k')
  await expect(page.getByText(/yours until/)).toBeVisible()
  await expect(queue.locator('[aria-posinset="120"] [aria-current]')).toBeInViewport()
  await page.keyboard.press('k')
  await expect(queue.locator('[aria-posinset="119"] [aria-current]')).toBeInViewport()
})

test('beside a case stands what keeping it ends, and what its author was in before', async ({ page, db, signInAs }) => {
  const word = `w${randomUUID().slice(0, 8)}`
  const author = { id: `a-${word}` }
  await aRule(db, 'live', { when: words(word), actions: [{ type: 'hide' }, { type: 'mute', minutes: 600 }] })
  const earlier = { type: 'message' as const, id: `${word}-before`, text: `before ${word.toUpperCase()}x`, author }
  const [before] = await receiveReports(db, systemActor, [aReport({ item: earlier })])
  const [screened] = await screenItems(db, systemActor, [anItem({ id: word, text: word, author })])
  await signInAs('moderator')
  await page.goto(`/moderation?case=${screened?.caseId}`)
  const pane = page.getByRole('region', { name: 'Member' })
  await expect(pane.getByText('The rule’s mute continues')).toBeVisible()
  await expect(pane.getByText('The item that a rule hid is visible again')).toBeVisible()
  await expect(pane.getByText('The author can write again: the rule’s mute ends')).toBeVisible()
  // Keys mean something once the page's code is there.
  await expect(page.getByText(/yours until/)).toBeVisible()
  await page.keyboard.press('9')
  const form = page.getByRole('dialog', { name: `Decide case ${screened?.caseId}` })
  await form.getByRole('radio', { name: 'Keep' }).click()
  await expect(form.getByText('the rule’s mute ends.')).toBeVisible()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Cancel' }).click()
  await pane.getByRole('link', { name: earlier.text }).click()
  await expect(page).toHaveURL(new RegExp(`case=${before?.caseId}`))
  await expect(page.getByRole('heading', { name: earlier.text })).toBeVisible()
})

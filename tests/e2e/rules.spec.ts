import { randomUUID } from 'node:crypto'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { screenItems } from '@/lib/moderation/commands/screening/screen-items'
import { systemActor } from '@/lib/staff/actor'
import { aReport } from '../support/moderation'
import { anItem, aRule, words } from '../support/moderation-rules'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

const csvOf = (word: string): string =>
  [
    'text,label',
    ...Array.from({ length: 25 }, (_, n) => `buy ${word} number ${n},1`),
    `the ${word} standard,0`,
    'hello,0',
    '',
  ].join('\n')

test('a manager writes a rule, tries it, tests it on a file and lets it go live', async ({ page, signInAs }) => {
  test.setTimeout(120_000)
  await signInAs('manager')
  const word = `w${randomUUID().slice(0, 8)}`
  const name = `Rule of ${word}`
  await page.goto('/moderation/rules')
  await page.getByRole('button', { name: 'New rule' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('button', { name: 'Save draft' }).click()
  await expect(sheet.getByRole('alert').first()).toBeVisible()
  await sheet.getByLabel('Words or phrases').fill(`${word}\nfree money`)
  await sheet.getByLabel('Hides the item').click()
  await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()

  const goLive = page.getByRole('button', { name: 'Go live' })
  await expect(goLive).toBeDisabled()
  await expect(page.getByText('This version needs a backtest on at least 20 different labelled texts')).toBeVisible()

  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const limits = page.getByRole('dialog')
  await limits.getByLabel('Minimum number of different texts in a backtest').fill('0')
  await limits.getByRole('button', { name: 'Save' }).click()
  await expect(limits.getByRole('alert')).toBeVisible()
  await limits.getByLabel('Minimum number of different texts in a backtest').fill('25')
  await limits.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('This version needs a backtest on at least 25 different labelled texts')).toBeVisible()

  const tryIt = page.getByRole('region', { name: 'Try it' })
  await tryIt.getByLabel('Text', { exact: true }).fill(`Get ${word} and Free Money`)
  await tryIt.getByRole('button', { name: 'Try', exact: true }).click()
  await expect(tryIt.getByText('Matches', { exact: true })).toBeVisible()
  await expect(tryIt.locator('mark')).toHaveText([word, 'Free Money'])

  await page
    .getByLabel('File of labelled texts')
    .setInputFiles({ name: 'labels.csv', mimeType: 'text/csv', buffer: Buffer.from(csvOf(word)) })
  const backtests = page.getByRole('region', { name: 'Backtests' })
  await expect(backtests.getByText('Done')).toBeVisible({ timeout: 60_000 })
  await expect(backtests).toContainText('25 correct, 1 wrong')
  await expect(backtests.getByText(`the ${word} standard`)).toBeVisible()
  await expect(page.getByText('It meets the requirements for going live.')).toBeVisible()
  await expectAccessible(page)
  await goLive.click()
  await expect(page.getByText('Version 1 is live')).toBeVisible()
})

test('the list says what each rule does, and a rule that stopped itself stands on the overview', async ({
  page,
  db,
  signInAs,
}) => {
  await signInAs('moderator')
  const word = `w${randomUUID().slice(0, 8)}`
  const name = `Capped ${word}`
  await aRule(db, 'live', { name, when: words(word), dailyCap: 1 })
  await screenItems(db, systemActor, [anItem({ text: word }), anItem({ text: `${word} again` })])
  await page.goto('/moderation/rules')
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('Stopped by its daily limit')
  await expect(row).toContainText('1 of 1')
  await expect(page.getByRole('button', { name: 'New rule' })).toHaveCount(0)
  await expectAccessible(page)
  await page.goto('/overview')
  await expect(page.getByText(`Rule ${name} was stopped automatically`)).toBeVisible()
  await page.goto('/moderation/rules')
  await row.getByRole('link', { name }).click()
  await expect(page.getByText('Guildhall stopped this rule')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Hits' }).locator('mark').first()).toHaveText(word)
  await expectAccessible(page)
})

test('a word list becomes a draft, and says what was left out', async ({ page, signInAs }) => {
  await signInAs('manager')
  const name = `list-${randomUUID().slice(0, 8)}`
  await page.goto('/moderation/rules')
  await page.getByRole('button', { name: 'Import' }).click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from('nitro\nNITRO\nfree money\n') })
  await expect(dialog.getByText('1 skipped')).toBeVisible()
  await dialog.getByRole('button', { name: 'Save 1 draft' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(page.getByText('nitro, free money: whole words')).toBeVisible()
})

test('a rule is made from a case by keyboard, and its backtest stands beside the draft', async ({
  page,
  db,
  signInAs,
}) => {
  test.setTimeout(120_000)
  const word = `golddust${randomUUID().slice(0, 8)}`
  const item = anItem({ text: `cheap ${word} at https://${word}.example/shop, write to me` })
  const [taken] = await receiveReports(db, systemActor, [aReport({ item })])
  await signInAs('manager')
  await page.goto(`/moderation?case=${taken?.caseId}`)
  await expect(page.getByRole('button', { name: 'Create rule' })).toBeVisible()
  const sheet = page.getByRole('dialog', { name: 'New rule' })
  await expect(async () => {
    await page.keyboard.press('r')
    await expect(sheet).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(sheet.getByLabel('Name')).toHaveValue(new RegExp(`^Like case ${taken?.caseId}`))
  await expect(sheet.getByLabel('Words or phrases')).toHaveValue(new RegExp(word))
  await expect(sheet.getByLabel('Domains')).toHaveValue(`${word}.example`)
  await expect(sheet.getByText('Matches', { exact: true })).toBeVisible()
  await expect(sheet.locator('mark').first()).toContainText(word)
  await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Save and test draft' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /^Like case/, level: 1 })).toBeVisible()
  await expect(page.getByText('a draft and does nothing')).toBeVisible()
  const backtests = page.getByRole('region', { name: 'Backtests' })
  await expect(backtests.getByText('Past decisions').nth(1)).toBeVisible()
  await expect(backtests.getByText('Done')).toBeVisible({ timeout: 60_000 })
})

test('a case without a text makes no rule, and says why; a moderator makes none at all', async ({
  page,
  db,
  signInAs,
}) => {
  const item = { type: 'image' as const, id: `i-${randomUUID()}` }
  const [taken] = await receiveReports(db, systemActor, [aReport({ item })])
  await signInAs('manager')
  await page.goto(`/moderation?case=${taken?.caseId}`)
  await page.getByRole('button', { name: 'Create rule' }).click()
  await expect(page.getByText('This item has no text')).toBeVisible()
  await signInAs('moderator')
  await page.reload()
  await expect(page.getByRole('region', { name: 'Case', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create rule' })).toHaveCount(0)
})

test('a case shows what rules found in it, and a page of rules counts what those in shadow find', async ({
  page,
  db,
  signInAs,
}) => {
  const word = `w${randomUUID().slice(0, 8)}`
  const [live, shadow] = [`Live ${word}`, `Shadow ${word}`]
  await aRule(db, 'live', { name: live, when: words(word), actions: [{ type: 'hide' }] })
  await aRule(db, 'shadow', { name: shadow, when: words(word) })
  await signInAs('moderator')
  await page.goto('/moderation/rules')
  const row = page.getByRole('row').filter({ hasText: shadow })
  await expect(row).toBeVisible()
  await expect(row).not.toContainText('in shadow')
  const [screened] = await screenItems(db, systemActor, [anItem({ text: `come and buy ${word} now` })])
  await expect(row).toContainText('1 in shadow')

  await page.goto(`/moderation?case=${screened?.caseId}`)
  const findings = page.getByRole('group').filter({ hasText: '2 rule hits' })
  await expect(findings).toContainText('1 in shadow')
  await expect(findings.locator('mark')).toHaveText([word, word])
  await expectAccessible(page)
  await findings.getByRole('link', { name: live }).click()
  await expect(page.getByRole('heading', { name: live, level: 1 })).toBeVisible()
})

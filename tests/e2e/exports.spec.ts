import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { updatePolicy } from '@/lib/moderation/commands/manage-policies'
import { dsaDetails } from '@/lib/moderation/schema/dsa-details'
import { cliActor } from '@/lib/staff/actor'
import { aDecision } from '../support/moderation'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

/** A quarter that no other test decides in. */
const QUARTER = { name: 'Q1 2024', id: '2024-q1', months: 'January to March 2024', day: '2024-02-14T10:00:00Z' }

const PARTICULARS = dsaDetails.parse({
  ground: 'incompatible',
  reference: 'Community rules, section 3',
  explanation: 'Advertising that nobody asked for',
  category: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
})

/** No page is wider than a phone. */
async function expectToFitAPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390)
}

/** Clicks, and answers what was downloaded. */
async function downloadBy(page: Page, name: string): Promise<{ fileName: string; text: string }> {
  const started = page.waitForEvent('download')
  await page.getByRole('link', { name }).click()
  const file = await started
  return { fileName: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
}

const choose = async (page: Page, label: string, option: string) => {
  await page.getByLabel(label, { exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('decisions are taken as a file of a period and a format', async ({ page, db, signInAs }) => {
  const { decisionId } = await aDecision(db, { now: new Date(QUARTER.day) })
  await signInAs('manager')
  await page.goto('/moderation/exports')
  await expect(page.getByRole('heading', { name: 'Exports', level: 1 })).toBeVisible()
  await expectAccessible(page)
  const card = page.getByRole('region', { name: 'Decisions' })
  await choose(page, 'Period', QUARTER.name)
  const csv = await downloadBy(page, 'Download decisions')
  expect(csv.fileName).toMatch(/^decisions-[\d-]+\.csv$/)
  expect(csv.text).toContain(decisionId)
  await choose(page, 'Period', 'Between two dates')
  await card.getByLabel('First day').fill('2024-02-14')
  await card.getByLabel('Last day').fill('2024-02-13')
  await expect(card.getByText('The last day can’t be before the first day.')).toBeVisible()
  await expect(card.getByRole('button', { name: 'Download decisions' })).toBeDisabled()
  await card.getByLabel('Last day').fill('2024-02-14')
  await card.getByRole('radio', { name: 'JSON', exact: true }).click()
  const { fileName, text } = await downloadBy(page, 'Download decisions')
  expect(fileName).toMatch(/\.json$/)
  expect((JSON.parse(text) as { decisionId: string }[]).map((row) => row.decisionId)).toContain(decisionId)
  await expectToFitAPhone(page)
  await expectAccessible(page)
})

test('a policy gets what statements of reasons say of it, and nothing that leads to a person', async ({
  page,
  signInAs,
}) => {
  await signInAs('manager')
  await page.goto('/moderation/policies')
  await page.getByRole('button', { name: 'Actions for Off topic' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit Off topic' })
  await dialog.getByRole('switch', { name: 'Create statements of reasons for this policy' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Clause of the terms is required.')).toBeVisible()
  await dialog.getByLabel('Clause of the terms').fill('Community rules, section 3')
  await dialog.getByLabel('Explanation').fill('It belongs elsewhere')
  await dialog.getByLabel('Facts').fill('Told by {member}')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText(/\{member\} isn’t a placeholder/)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Facts').fill('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'Actions for Off topic' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await expect(dialog.getByLabel('Clause of the terms')).toHaveValue('Community rules, section 3')
  await dialog.getByRole('switch', { name: 'Create statements of reasons for this policy' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
})

test('statements are set up, counted with what is missing, and taken as a file', async ({ page, db, signInAs }) => {
  await aDecision(db, { now: new Date(QUARTER.day) })
  await signInAs('manager')
  await page.goto('/moderation/exports')
  const card = page.getByRole('region', { name: 'Statements of reasons' })
  await card.getByRole('button', { name: 'Set up statements' }).click()
  const setUp = page.getByRole('dialog', { name: 'Statements of reasons' })
  await setUp.getByLabel('Germany').click()
  await setUp.getByRole('button', { name: 'Save' }).click()
  await expect(setUp).toHaveCount(0)
  await choose(page, 'Quarter', QUARTER.name)
  await expect(card.getByRole('row').filter({ hasText: 'The policy Spam has no details' })).toBeVisible()
  await expectAccessible(page)
  // Whoever changes the policy meanwhile, the page counts anew.
  const { id, version } = await db
    .selectFrom('policy')
    .select(['id', 'version'])
    .where('name', '=', 'Spam')
    .executeTakeFirstOrThrow()
  await updatePolicy(db, cliActor, { id, version, dsa: PARTICULARS })
  const { fileName, text } = await downloadBy(page, 'Download statements')
  expect(fileName).toBe(`statements-${QUARTER.id}.jsonl`)
  const [line = ''] = text.split('\n')
  const [first] = (JSON.parse(line) as { statements: object[] }).statements
  expect(first).toMatchObject({ incompatible_content_ground: PARTICULARS.reference, territorial_scope: ['DE'] })
  await expectToFitAPhone(page)
})

test('a quarter is previewed, published, seen by everybody, and withdrawn', async ({ page, context, db, signInAs }) => {
  for (let count = 0; count < 6; count += 1) await aDecision(db, { now: new Date(QUARTER.day) })
  await signInAs('manager')
  await page.goto('/moderation/exports')
  await page.getByRole('button', { name: 'Show older quarters' }).click()
  await page.getByRole('button', { name: `Preview ${QUARTER.name}` }).click()
  const dialog = page.getByRole('dialog', { name: QUARTER.months })
  await expect(dialog.getByRole('region', { name: 'Decisions by policy' })).toContainText('Spam')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: `Publish ${QUARTER.name}` }).click()
  await expect(dialog).toHaveCount(0)
  const card = page.getByRole('region', { name: 'Transparency' })
  await expect(card.getByRole('listitem').filter({ hasText: QUARTER.name })).toContainText('Public')

  // A page that is still open would find itself signed out, and go where one signs in.
  await page.goto('about:blank')
  await context.clearCookies()
  await page.goto('/transparency')
  await expectAccessible(page)
  await page.getByRole('link', { name: QUARTER.months }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(QUARTER.months)
  await expect(page.locator('meta[name=robots]')).not.toHaveAttribute('content', /noindex/)
  await expectAccessible(page)
  expect(JSON.parse((await downloadBy(page, 'JSON')).text)).toMatchObject({ quarter: QUARTER.id })
  expect((await downloadBy(page, 'CSV')).text).toContain('byPolicy,Spam,')
  const answer = await page.request.get(`/transparency/${QUARTER.id}.json`)
  expect(answer.headers()).toMatchObject({ 'cache-control': 'public, max-age=300', 'content-type': 'application/json' })
  await expectToFitAPhone(page)

  await page.setViewportSize({ width: 1280, height: 800 })
  await signInAs('manager')
  await page.goto('/moderation/exports')
  await page.getByRole('button', { name: 'Show older quarters' }).click()
  await page.getByRole('button', { name: `Show ${QUARTER.name}` }).click()
  await dialog.getByRole('button', { name: `Withdraw ${QUARTER.name}` }).click()
  await expect(card.getByRole('listitem').filter({ hasText: QUARTER.name })).toContainText('Withdrawn')
  expect((await page.request.get(`/transparency/${QUARTER.id}`)).status()).toBe(404)
  expect((await page.request.get(`/transparency/${QUARTER.id}.json`)).status()).toBe(404)
})

test('moderators take nothing out', async ({ page, signInAs }) => {
  await signInAs('moderator')
  await page.goto('/moderation/policies')
  await expect(page.getByRole('navigation', { name: 'Moderation' })).not.toContainText('Exports')
  await page.goto('/moderation/exports')
  await expect(page.getByRole('heading', { name: 'Exports', level: 1 })).toHaveCount(0)
})

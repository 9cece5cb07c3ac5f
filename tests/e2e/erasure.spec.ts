import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright/test'
import { receiveReports } from '@/lib/moderation/commands/receive-reports'
import { systemActor } from '@/lib/staff/actor'
import { aDecision, aReport } from '../support/moderation'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

const word = () => `w${randomUUID().slice(0, 8)}`

/** No page is wider than a phone. */
async function expectToFitAPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390)
}

test('a manager erases a member, asked twice and told what goes; a moderator is not offered it', async ({
  page,
  db,
  signInAs,
}) => {
  // Six loads of the desk and four looks of axe.
  test.slow()
  const name = word()
  const item = {
    type: 'message',
    id: `m-${name}`,
    text: `Said by ${name}`,
    author: { id: `id-${name}`, name },
  } as const
  const [taken] = await receiveReports(db, systemActor, [aReport({ item })])
  await signInAs('moderator')
  await page.goto(`/moderation?case=${taken?.caseId}`)
  await expect(page.getByRole('region', { name: 'Member' })).toContainText(name)
  await expect(page.getByRole('button', { name: `Actions for ${name}` })).toHaveCount(0)

  await signInAs('manager')
  await page.goto(`/moderation?case=${taken?.caseId}`)
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Erase member…' }).click()
  const dialog = page.getByRole('dialog', { name: `Erase ${name}` })
  await expect(dialog).toContainText('1 case')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: `Erase ${name}…` }).click()
  await expect(dialog.getByText('Enter a reason.')).toBeVisible()
  await dialog.getByLabel('Reason').fill('They asked for it')
  await dialog.getByRole('button', { name: `Erase ${name}…` }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('This can’t be undone.')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog.getByLabel('Reason')).toHaveValue('They asked for it')
  await expectToFitAPhone(page)
  await dialog.getByRole('button', { name: `Erase ${name}…` }).click()
  await question.getByRole('button', { name: `Erase ${name} permanently` }).click()
  await expect(page.getByText('The member was erased', { exact: true })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Case', exact: true })).toContainText(
    'The content was erased together with its author.',
  )
  await expect(page.getByRole('region', { name: 'Member' })).toContainText('The member was erased.')
  expect(await page.locator('main').textContent()).not.toContain(name)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'An erased message' })).toBeVisible()
  expect(await page.content()).not.toContain(`Said by ${name}`)
  await page.setViewportSize({ width: 1280, height: 800 })
  await expectAccessible(page)
})

test('a link is made, seen, taken back and made anew', async ({ page, db, signInAs }) => {
  const { caseId } = await aDecision(db)
  await signInAs('moderator')
  await page.goto(`/moderation?status=decided&case=${caseId}`)
  const decisions = page.getByRole('region', { name: 'Decisions' })
  const make = async (label: string): Promise<string> => {
    await decisions.getByRole('button', { name: label, exact: true }).click()
    const made = page.getByRole('dialog', { name: 'Appeal link for the member' })
    const address = await made.getByLabel('Appeal link').inputValue()
    await made.getByRole('button', { name: 'Done' }).click()
    return address
  }
  const first = await make('Create appeal link')
  await decisions.getByRole('button', { name: 'Revoke link' }).click()
  await expect(page.getByText('The appeal link was revoked')).toBeVisible()
  await expect(decisions.getByRole('button', { name: 'Revoke link' })).toHaveCount(0)
  await make('Create appeal link')
  await expect(decisions.getByRole('button', { name: 'Replace appeal link' })).toBeVisible()
  await expectAccessible(page)
  await expectToFitAPhone(page)
  await page.goto(new URL(first).pathname + new URL(first).hash)
  await expect(page.getByText('This link isn’t valid.')).toBeVisible()
})

import { cliActor } from '@/lib/staff/actor'
import { changeStaff } from '@/lib/staff/commands/change-staff'
import { aRule } from '../support/moderation-rules'
import { expect, test } from './support/test'

test('the palette finds tabs by what they are called, and things by their names', async ({ page, db, signInAs }) => {
  await aRule(db, 'draft', { name: 'Free skins' })
  await signInAs('manager')
  await page.goto('/overview')
  await page.getByRole('button', { name: 'Search or jump to' }).click()
  const palette = page.getByRole('dialog', { name: 'Search or jump to' })
  await palette.getByRole('combobox').fill('audit')
  // A manager may not read it.
  await expect(palette.getByText('Nothing found')).toBeVisible()
  await palette.getByRole('combobox').fill('second')
  await expect(palette.getByRole('option', { name: /^Second reviews/ })).toBeVisible()
  await palette.getByRole('combobox').fill('skins')
  await palette.getByRole('option', { name: /^Free skins/ }).click()
  await expect(page).toHaveURL(/\/moderation\/rules\/[0-9a-f-]{36}$/)
})

test('the navigation follows a change of one’s role without a reload', async ({ page, db, signInAs }) => {
  const person = await signInAs('executive')
  await page.goto('/overview')
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByRole('link', { name: 'Usage' })).toBeVisible()
  await expect(navigation.getByRole('link', { name: /Moderation/ })).toBeHidden()
  await changeStaff(db, cliActor, { staffId: person.id, role: 'moderator' })
  await expect(navigation.getByRole('link', { name: /Moderation/ })).toBeVisible()
})

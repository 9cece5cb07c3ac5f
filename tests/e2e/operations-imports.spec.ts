import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from './support/test'

const HEADER = 'message_id,member_id,channel_id,sent_at,text'

function aFile(prefix: string, lines: number): string {
  const rows = Array.from({ length: lines }, (_, index) => {
    const at = new Date(Date.UTC(2024, 0, 1) + index * 1_000).toISOString()
    return `${prefix}-${index},member-${index % 50},channel-${index % 5},${at},message ${index}`
  })
  return [HEADER, ...rows, ''].join('\n')
}

const gzipped = (name: string, text: string) => ({ name, mimeType: 'application/gzip', buffer: gzipSync(text) })

test('a manager checks a file, imports it, and fetches the lines that were rejected', async ({ page, signInAs }) => {
  await signInAs('manager')
  const source = `e2e ${randomUUID().slice(0, 8)}`
  const file = gzipped(`${source}.csv.gz`, `${aFile(source, 500)}${source}-bad,member-1,channel-1,not a time,x\n`)
  await page.goto('/operations/imports')
  const send = async (isDryRun: boolean) => {
    await page.getByRole('button', { name: 'Import messages' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('File', { exact: true }).setInputFiles(file)
    await dialog.getByLabel('Name').fill(source)
    if (isDryRun) await dialog.getByLabel('Check the file only').click()
    await dialog.getByRole('button', { name: isDryRun ? 'Check file' : 'Import' }).click()
    await expect(dialog).toBeHidden()
  }
  const items = page.getByRole('listitem').filter({ hasText: file.name })
  const figure = (item: number, name: string) =>
    items.nth(item).getByText(name, { exact: true }).locator('xpath=..').getByRole('definition')

  await send(true)
  await expect(items.first().getByText('Done')).toBeVisible({ timeout: 30_000 })
  await expect(items.first()).toContainText('Nothing was imported.')
  await expect(figure(0, 'New')).toHaveText('500')

  await send(false)
  await expect(items).toHaveCount(2)
  await expect(items.first().getByText('Done')).toBeVisible({ timeout: 30_000 })
  await expect(figure(0, 'New')).toHaveText('500')
  await expect(figure(0, 'Rejected')).toHaveText('1')
  const download = page.waitForEvent('download')
  await items.first().getByRole('link', { name: 'Download rejected rows' }).click()
  expect((await download).suggestedFilename()).toContain('.rejected')

  await send(false)
  await expect(items).toHaveCount(3)
  await expect(items.first().getByText('Done')).toBeVisible({ timeout: 30_000 })
  await expect(figure(0, 'New')).toHaveText('0')
})

test('a large import shows how far it is, survives leaving the page, and stops when it is cancelled', async ({
  page,
  signInAs,
}) => {
  test.setTimeout(120_000)
  await signInAs('manager')
  const source = `e2e ${randomUUID().slice(0, 8)}`
  await page.goto('/operations/imports')
  await page.getByRole('button', { name: 'Import messages' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('File', { exact: true }).setInputFiles(gzipped(`${source}.csv.gz`, aFile(source, 400_000)))
  await dialog.getByLabel('Name').fill(source)
  await dialog.getByRole('button', { name: 'Import' }).click()
  const item = page.getByRole('listitem').filter({ hasText: `${source}.csv.gz` })
  await expect(item.getByRole('progressbar')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: 'Health' }).click()
  await expect(page.getByRole('heading', { name: 'Health' })).toBeVisible()
  await page.goBack()
  await expect(item.getByRole('status')).toHaveText(/Reading|Sorting|Saving/, { timeout: 20_000 })
  await item.getByRole('button', { name: /^Cancel/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel import' }).click()
  await expect(item.getByText('Cancelled')).toBeVisible()
})

test('a file of another kind is refused before it is sent', async ({ page, signInAs }) => {
  await signInAs('manager')
  await page.goto('/operations/imports')
  await page.getByRole('button', { name: 'Import messages' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(dialog.getByText('Choose a file.')).toBeVisible()
  await dialog
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(dialog.getByText('Choose a file that ends in .csv or .csv.gz')).toBeVisible()
})

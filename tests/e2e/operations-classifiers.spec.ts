import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectAccessible } from './support/accessible'
import { expect, test } from './support/test'

/** A classifier that is sure of spam where it reads gold. */
async function aPeer() {
  let isDown = false
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    if (isDown) return void response.writeHead(503).end()
    const { texts } = JSON.parse(body) as { texts: string[] }
    const results = texts.map((text) => ({ scores: { spam: text.includes('gold') ? 0.93 : 0.04 } }))
    response.writeHead(200).end(JSON.stringify({ results }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`,
    goDown: () => {
      isDown = true
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('an operator sets up a classifier, tries it, and a rule asks it', async ({ page, signInAs }) => {
  test.setTimeout(120_000)
  const peer = await aPeer()
  const name = `spam-${randomUUID().slice(0, 8)}`
  await signInAs('operator')
  await page.goto('/operations/classifiers')
  await page.getByRole('button', { name: 'Add classifier' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('URL').fill('http://10.0.0.1/score')
  await dialog.getByRole('button', { name: 'Add classifier' }).click()
  await expect(dialog.getByText('Enter at least one label.')).toBeVisible()
  await dialog.getByLabel('Labels').fill('spam')
  await dialog.getByRole('button', { name: 'Add classifier' }).click()
  await expect(dialog.getByText(/Use an https URL/)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('URL').fill(peer.url)
  await dialog.getByRole('button', { name: 'Add classifier' }).click()
  expect(await dialog.getByLabel('Signing secret').inputValue()).toMatch(/^whsec_/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('Not used yet')

  await row.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Test classifier' }).click()
  await dialog.getByLabel('Text').fill('cheap gold')
  await dialog.getByRole('button', { name: 'Test classifier' }).click()
  await expect(dialog.getByText('93 %')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await expect(row).toContainText('Responding')

  await page.goto('/moderation/rules')
  await page.getByRole('button', { name: 'New rule' }).first().click()
  const sheet = page.getByRole('dialog', { name: 'New rule' })
  await sheet.getByLabel('Name').fill(`Ask ${name}`)
  await sheet.getByLabel('Condition 1').click()
  await page.getByRole('option', { name: 'Classifier' }).click()
  await sheet.getByRole('combobox', { name: 'Classifier' }).click()
  await page.getByRole('option', { name }).click()
  await expect(sheet.getByRole('combobox', { name: 'Label' })).toHaveText('spam')
  await expectAccessible(page)
  await sheet.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText(`${name} rates spam at least 80 %`)).toBeVisible()
  const tryIt = page.getByRole('region', { name: 'Try it' })
  await tryIt.getByLabel('Text', { exact: true }).fill('more gold')
  await tryIt.getByRole('button', { name: 'Try', exact: true }).press('Enter')
  await expect(tryIt.getByText('Matches', { exact: true })).toBeVisible()
  peer.goDown()
  await tryIt.getByLabel('Text', { exact: true }).fill('other gold')
  await tryIt.getByRole('button', { name: 'Try', exact: true }).press('Enter')
  await expect(tryIt.getByText(`the classifier ${name} didn’t respond`)).toBeVisible()
  await page.goto('/operations/classifiers')
  await expect(row).toContainText('It responded with 503.')
  peer.close()
})

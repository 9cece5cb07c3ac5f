import { expect, test as plainTest } from 'playwright/test'
import { closeDb, getDb } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import type { Role } from '@/lib/staff/permissions'
import { aPerson, cookieOf, type Person } from '../../support/staff'

export { expect } from 'playwright/test'

interface Fixtures {
  /** Makes a person of this role and signs the page's context in as them. */
  signInAs: (role: Role) => Promise<Person>
  /** Fails every test in which a page broke its own policy or threw. */
  cleanPages: undefined
}

/** `test` with the database of the Guildhall under test and a way past the sign-in form. */
export const test = plainTest.extend<Fixtures, { db: Db }>({
  db: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a fixture needs
    async ({}, use) => {
      await use(getDb())
      await closeDb()
    },
    { scope: 'worker' },
  ],
  signInAs: async ({ db, context, baseURL }, use) => {
    await use(async (role) => {
      const person = await aPerson(db, { role })
      const [name = '', value = ''] = (await cookieOf(db, person)).split('=')
      await context.addCookies([{ name, value, url: baseURL }])
      return person
    })
  },
  cleanPages: [
    async ({ context }, use) => {
      const faults: string[] = []
      context.on('weberror', (error) => faults.push(error.error().message))
      context.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) faults.push(message.text())
      })
      await use(undefined)
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})

import { argon2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, isOutdated, verifyPassword } from './password'

const PASSWORD = 'four calm words here'

test('stores argon2id as a PHC string that another implementation of the format can check', async () => {
  const stored = await hashPassword(PASSWORD)
  const [, algorithm, version, cost, salt = '', tag] = stored.split('$')
  expect([algorithm, version, cost]).toEqual(['argon2id', 'v=19', 'm=19456,t=2,p=1'])
  const computed = argon2Sync('argon2id', {
    message: PASSWORD,
    nonce: Buffer.from(salt, 'base64'),
    memory: 19_456,
    passes: 2,
    parallelism: 1,
    tagLength: 32,
  })
  expect(computed.toString('base64').replace(/=+$/, '')).toBe(tag)
})

test('verifies the password, in whatever way its accents are composed, and no other', async () => {
  const stored = await hashPassword('Zürich im Frühling')
  expect(await verifyPassword('Zu\u0308rich im Fru\u0308hling', stored)).toBe(true)
  expect(await verifyPassword('Zurich im Fruhling', stored)).toBe(false)
})

test('two hashes of one password differ', async () => {
  expect(await hashPassword(PASSWORD)).not.toBe(await hashPassword(PASSWORD))
})

test('nobody has no password', async () => {
  expect(await verifyPassword('', null)).toBe(false)
  expect(await verifyPassword(PASSWORD, undefined)).toBe(false)
})

test('checking nobody costs what checking somebody costs', async () => {
  const stored = await hashPassword(PASSWORD)
  const time = async (against: string | null): Promise<number> => {
    const start = process.hrtime.bigint()
    await verifyPassword('wrong', against)
    return Number(process.hrtime.bigint() - start)
  }
  const somebody: number[] = []
  const nobody: number[] = []
  for (let round = 0; round < 9; round += 1) {
    somebody.push(await time(stored))
    nobody.push(await time(null))
  }
  const middle = (times: number[]): number => times.toSorted((left, right) => left - right)[4] ?? 0
  // Without the work for nobody the ratio is in the hundreds.
  expect(middle(somebody) / middle(nobody)).toBeLessThan(4)
  expect(middle(nobody) / middle(somebody)).toBeLessThan(4)
})

test('a hash of another cost is outdated but still good', async () => {
  const salt = Buffer.alloc(16, 7)
  const tag = argon2Sync('argon2id', {
    message: PASSWORD,
    nonce: salt,
    memory: 8_192,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  })
  const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
  const stored = `$argon2id$v=19$m=8192,t=1,p=1$${bare(salt)}$${bare(tag)}`
  expect([isOutdated(stored), await verifyPassword(PASSWORD, stored)]).toEqual([true, true])
  expect(isOutdated(await hashPassword(PASSWORD))).toBe(false)
})

test('forty at once: what does not fit is turned away, the others are right', async () => {
  const stored = await hashPassword(PASSWORD)
  const results = await Promise.allSettled(Array.from({ length: 40 }, () => verifyPassword(PASSWORD, stored)))
  const right = results.filter((result) => result.status === 'fulfilled' && result.value)
  const busy = results.filter((result) => result.status === 'rejected' && result.reason.code === 'server.busy')
  expect([right.length, busy.length]).toEqual([36, 4])
})

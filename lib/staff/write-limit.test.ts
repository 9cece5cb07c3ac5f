import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { consumeKeyWrite } from './write-limit'

const spendAll = (key: string, now: number): number => {
  let spent = 0
  try {
    for (;;) {
      consumeKeyWrite(key, now)
      spent += 1
    }
  } catch (error) {
    expect(error).toMatchObject({ kind: 'too_many', code: 'key.too_many_writes', retryAfterSeconds: 1 })
  }
  return spent
}

test('a key may write 600 times at once, then 60 times a second', () => {
  const key = randomUUID()
  expect(spendAll(key, 0)).toBe(600)
  expect(spendAll(key, 1_000)).toBe(60)
  expect(spendAll(key, 100_000)).toBe(600)
})

test("one key does not spend what is another one's, however many there are", () => {
  const key = randomUUID()
  spendAll(key, 0)
  for (let index = 0; index < 3_000; index += 1) consumeKeyWrite(randomUUID(), 0)
  expect(() => consumeKeyWrite(key, 0)).toThrow('600 times')
})

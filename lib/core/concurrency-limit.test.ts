import { expect, test } from 'vitest'
import { createConcurrencyLimit } from './concurrency-limit'

/** Works that end when told to. */
function heldWorks() {
  const ends: (() => void)[] = []
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    running += 1
    most = Math.max(most, running)
    await new Promise<void>((end) => ends.push(end))
    running -= 1
  }
  return { work, ends, most: () => most }
}

test('runs at most as many at once as allowed, queues the next and turns away the rest at once', async () => {
  const { work, ends, most } = heldWorks()
  const inTurn = createConcurrencyLimit({ atOnce: 4, waiting: 3 })
  const accepted = Array.from({ length: 7 }, () => inTurn(work))
  await expect(inTurn(work)).rejects.toMatchObject({ kind: 'unavailable', code: 'server.busy', retryAfterSeconds: 2 })
  let ended = 0
  while (ended < accepted.length) {
    const end = ends.shift()
    if (end) {
      end()
      ended += 1
    }
    await Promise.resolve()
  }
  await Promise.all(accepted)
  expect(most()).toBe(4)
})

test('a place is given back when a work fails', async () => {
  const inTurn = createConcurrencyLimit({ atOnce: 1, waiting: 0 })
  await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await inTurn(async () => 'yes')).toBe('yes')
})

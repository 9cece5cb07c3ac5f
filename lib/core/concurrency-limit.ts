import { DomainError } from './errors'

/**
 * Lets at most `runToEnd` works run together and at most `waiting` wait; who comes then is turned away at once, because a
 * queue that only grows answers nobody.
 * @throws DomainError `server.busy` (unavailable)
 */
export function createConcurrencyLimit({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  let running = 0
  const queue: (() => void)[] = []

  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running += 1
    else if (queue.length < waiting) await new Promise<void>((start) => queue.push(start))
    else throw busy()
    try {
      return await work()
    } finally {
      // The place is handed on, not freed: nobody can slip in between.
      const next = queue.shift()
      if (next) next()
      else running -= 1
    }
  }
}

const busy = (): DomainError =>
  new DomainError('unavailable', 'server.busy', 'Too many people are signing in right now. Try again in a moment.', {
    retryAfterSeconds: 2,
  })

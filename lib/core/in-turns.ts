import { setImmediate as nextTurn } from 'node:timers/promises'

/** Long work that can rest after each of its steps, and returns what it found. */
export type Steps<T> = Generator<void, T>

/** How long, in ms, such work goes on before others have their turn. */
const TURN_MS = 3

/** Carries it out without a rest. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** Carries it out in turns with all else that this process has to do. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let until = performance.now() + TURN_MS
  let step = steps.next()
  while (!step.done) {
    if (performance.now() > until) {
      await nextTurn()
      until = performance.now() + TURN_MS
    }
    step = steps.next()
  }
  return step.value
}

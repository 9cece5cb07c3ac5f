import { setImmediate as nextTurn } from 'node:timers/promises'

/** Long work that can rest after each of its steps, and returns what it found. */
export type Slices<T> = Generator<void, T>

/** How long, in ms, such work goes on before others have their turn. */
const SLICE_MS = 3

/** Carries it out without a rest. */
export function runToEnd<T>(steps: Slices<T>): T {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** Carries it out in turns with all else that this process has to do. */
export async function runInSlices<T>(steps: Slices<T>): Promise<T> {
  let until = performance.now() + SLICE_MS
  let step = steps.next()
  while (!step.done) {
    if (performance.now() > until) {
      await nextTurn()
      until = performance.now() + SLICE_MS
    }
    step = steps.next()
  }
  return step.value
}

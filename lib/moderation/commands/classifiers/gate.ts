import { type Breaker, canCall, closedBreaker, recordFailure, recordSuccess } from '../../rules/breaker'
import { ClassifierFailure } from './call-classifier'

/** Calls to one classifier at once, of this process; those beyond wait. */
const AT_ONCE = 4
const WAITING_MAX = 64

interface Gate {
  breaker: Breaker
  running: number
  waiting: Set<() => void>
}

/** By id and generation: one that was set up anew is not judged by what it was. */
const gates = new Map<string, Gate>()
const GATES_MAX = 200

function gateOf(key: string): Gate {
  const known = gates.get(key)
  if (known) return known
  const [oldest] = gates.keys()
  if (gates.size >= GATES_MAX && oldest !== undefined) gates.delete(oldest)
  const gate: Gate = { breaker: closedBreaker(), running: 0, waiting: new Set() }
  gates.set(key, gate)
  return gate
}

/**
 * Lets a call through when there is room for it, and not at all while its classifier is left alone.
 * @param deadline on performance's clock; who waits until then is refused
 * @throws ClassifierFailure, also what the call throws
 */
export async function withCallLimit<T>(key: string, deadline: number, call: () => Promise<T>): Promise<T> {
  const gate = gateOf(key)
  await enter(gate, deadline)
  try {
    if (!canCall(gate.breaker, Date.now()))
      throw new ClassifierFailure('It failed several times in a row. Guildhall will try again later.', false)
    return await judged(gate.breaker, call)
  } finally {
    gate.running -= 1
    const [next] = gate.waiting
    next?.()
  }
}

/** An answer closes the breaker, a failure counts; a call that was ended from outside says nothing. */
async function judged<T>(breaker: Breaker, call: () => Promise<T>): Promise<T> {
  try {
    const result = await call()
    recordSuccess(breaker)
    return result
  } catch (error) {
    if (error instanceof ClassifierFailure) recordFailure(breaker, Date.now(), Math.random())
    else breaker.isProbing = false
    throw error
  }
}

async function enter(gate: Gate, deadline: number): Promise<void> {
  if (gate.running < AT_ONCE) {
    gate.running += 1
    return
  }
  if (gate.waiting.size >= WAITING_MAX) throw new ClassifierFailure('Too many requests are waiting for it.', false)
  await new Promise<void>((resolve, reject) => {
    const leave = (finish: () => void) => () => {
      clearTimeout(timer)
      gate.waiting.delete(go)
      finish()
    }
    const go = leave(() => {
      gate.running += 1
      resolve()
    })
    const giveUp = leave(() => reject(new ClassifierFailure('It was too busy to be called in time.', false)))
    const timer = setTimeout(giveUp, Math.max(0, deadline - performance.now()))
    gate.waiting.add(go)
  })
}

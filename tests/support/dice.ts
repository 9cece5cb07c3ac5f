export interface Dice {
  /** From 0 up to 1. */
  throw: () => number
  oneOf: <T>(list: readonly T[]) => T
  chance: (share: number) => boolean
}

/** Dice that fall the same way for the same seed: a linear congruential generator. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  return {
    throw: next,
    oneOf: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    chance: (share) => next() < share,
  }
}

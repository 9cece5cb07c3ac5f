/** A roll-up as its table holds it, `at` or `day` aside. */
export interface BruteRollup {
  samples: number
  sum: number
  min: number
  max: number
  first: number
  last: number
  value_seconds: number
  covered_seconds: number
}

export interface BruteSample {
  at: number
  value: number
  seconds: number
}

export const QUARTER_MS = 900_000

/**
 * What the 15-minute buckets of one series must hold, from the definition alone: for each bucket its carry-over and its
 * samples in order. Nothing is shared with the SQL that it checks.
 */
export function bruteQuarters(samples: readonly BruteSample[], stands: number): Map<number, BruteRollup> {
  const sorted = [...samples].sort((a, b) => a.at - b.at)
  const ends = sorted.map((sample, index) =>
    Math.min(sorted[index + 1]?.at ?? Infinity, sample.at + sample.seconds * stands * 1000),
  )
  const buckets = new Map<number, BruteRollup>()
  const starts = new Set<number>()
  sorted.forEach((sample, index) => {
    const first = Math.floor(sample.at / QUARTER_MS) * QUARTER_MS
    starts.add(first)
    for (let at = first + QUARTER_MS; at < (ends[index] ?? 0); at += QUARTER_MS) starts.add(at)
  })
  for (const start of starts) {
    const end = start + QUARTER_MS
    const own: BruteSample[] = []
    const parts: { value: number; seconds: number; carried: boolean }[] = []
    sorted.forEach((sample, index) => {
      const until = Math.min(ends[index] ?? 0, end)
      if (sample.at >= start && sample.at < end) {
        own.push(sample)
        parts.push({ value: sample.value, seconds: (until - sample.at) / 1000, carried: false })
      } else if (sample.at < start && until > start) {
        parts.push({ value: sample.value, seconds: (until - start) / 1000, carried: true })
      }
    })
    const levels = parts.map((part) => part.value)
    const carried = parts.filter((part) => part.carried)
    const standing = parts.filter((part) => !part.carried)
    const fold = (of: (part: (typeof parts)[number]) => number) =>
      carried.reduce((total, part) => total + of(part), 0) + standing.reduce((total, part) => total + of(part), 0)
    buckets.set(start, {
      samples: own.length,
      sum: own.reduce((total, sample) => total + sample.value, 0),
      min: Math.min(...levels),
      max: Math.max(...levels),
      first: levels[0] ?? 0,
      last: levels.at(-1) ?? 0,
      value_seconds: fold((part) => part.value * part.seconds),
      covered_seconds: fold((part) => part.seconds),
    })
  }
  return buckets
}

/** Composes buckets, in the order of time, into the longer ones that `keyOf` names. */
export function compose<K>(buckets: Map<number, BruteRollup>, keyOf: (at: number) => K): Map<K, BruteRollup> {
  const composed = new Map<K, BruteRollup>()
  for (const [at, bucket] of [...buckets].sort(([a], [b]) => a - b)) {
    const key = keyOf(at)
    const before = composed.get(key)
    composed.set(key, before ? join(before, bucket) : { ...bucket })
  }
  return composed
}

const join = (a: BruteRollup, b: BruteRollup): BruteRollup => ({
  samples: a.samples + b.samples,
  sum: a.sum + b.sum,
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
  first: a.first,
  last: b.last,
  value_seconds: a.value_seconds + b.value_seconds,
  covered_seconds: a.covered_seconds + b.covered_seconds,
})

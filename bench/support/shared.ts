import { prepareDemo } from '@/lib/demo/prepare'
import { type BenchDatabase, startBenchDatabase } from './database'
import { makeSamples, type SampleSet } from './samples'

/** Data that several benches of one run measure on; made by the first that asks, removed after the last that needs it. */
export type SharedName = 'samples' | 'community'

interface SharedOptions {
  quick: boolean
  say: (line: string) => void
}

interface Kept {
  value: Promise<unknown>
  end: () => Promise<void>
}

const kept = new Map<SharedName, Kept>()

async function share<T>(name: SharedName, fill: (database: BenchDatabase) => Promise<T>): Promise<T> {
  const known = kept.get(name)
  if (known) return known.value as Promise<T>
  const { database, end } = await startBenchDatabase()
  const value = fill(database)
  kept.set(name, { value, end })
  return value
}

/** Removes the shared data that none of these benches needs. */
export async function endShared(needed: ReadonlySet<SharedName>): Promise<void> {
  for (const [name, { end }] of kept) {
    if (needed.has(name)) continue
    kept.delete(name)
    await end()
  }
}

export interface SampleDatabase {
  database: BenchDatabase
  set: SampleSet
  /** Whether the roll-ups are there; the bench that makes them says so. */
  isRolledUp: boolean
}

/** 100 M samples: 200 series, one sample a minute for 347 days. */
export const sharedSamples = ({ quick, say }: SharedOptions): Promise<SampleDatabase> =>
  share('samples', async (database) => {
    const size = quick ? { series: 20, days: 35 } : { series: 200, days: 347 }
    say(`creating ${size.series * size.days * 1_440} samples of ${size.series} series`)
    return { database, set: await makeSamples(database.db, { ...size, say }), isRolledUp: false }
  })

/** The made-up community of `npm run demo`: two years of messages, attendances and what collectors would have measured. */
export const sharedCommunity = ({ quick, say }: SharedOptions): Promise<{ database: BenchDatabase; now: Date }> =>
  share('community', async (database) => {
    const now = new Date()
    const size = { members: 500, founders: 60, months: 24, messagesPerHour: 1 }
    const signal = new AbortController().signal
    await prepareDemo(database.ownerDb, { seed: 1, now, signal, say, ...(quick ? { size } : {}) })
    return { database, now }
  })

import { io, type Socket } from 'socket.io-client'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { CHANGE_EVENT, type Change } from '@/lib/core/realtime/topics'
import { writeSamples } from '@/lib/metrics/commands/write-samples'
import { withBenchDatabase } from './support/database'
import { type BenchContext, percentile } from './support/report'
import { startWeb } from './support/web'

const BATCH = 50
const GIVE_UP_MS = 30_000

/** Hints that a committed snapshot sends to open pages: to 1,000 sockets against to one, from the commit to the arrival. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const [sockets, rounds] = quick ? [100, 15] : [1_000, 60]
  await withBenchDatabase(async (database) => {
    const web = await startWeb(database)
    try {
      const open = (count: number) => openSockets(web.url, web.sessionHeaders, count)
      const one: number[] = []
      const many: number[] = []
      let lost = 0
      // One before and one after, so that a machine that grows busier is no excuse.
      for (const count of [1, sockets, 1]) {
        say(`${rounds} snapshots to ${count} open sockets`)
        const opened = await open(count)
        const arrived = await measure(database.db, opened, rounds)
        for (const socket of opened) socket.close()
        ;(count === 1 ? one : many).push(...arrived.times)
        lost += arrived.lost
      }
      const value = percentile(many, 95) / percentile(one, 95)
      report({ figure: `arrival_p95_${sockets}_vs_1`, value, unit: 'ratio', bar: 10, n: many.length })
      report({ figure: 'arrival_p95_1', value: percentile(one, 95), unit: 'milliseconds', n: one.length })
      report({ figure: `arrival_p95_${sockets}`, value: percentile(many, 95), unit: 'milliseconds', n: many.length })
      report({ figure: 'lost', value: lost, unit: 'count', bar: 0, n: many.length })
    } finally {
      await web.stop()
    }
  })
}

async function openSockets(url: string, headers: Record<string, string>, count: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(BATCH, count - sockets.length) }, () =>
      io(url, { transports: ['websocket'], extraHeaders: headers, forceNew: true, reconnection: false }),
    )
    await Promise.all(batch.map(connected))
    sockets.push(...batch)
  }
  return sockets
}

const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })

/** Milliseconds from the commit to each socket, for every round; a socket that has not heard at the end has lost it. */
async function measure(db: Db, sockets: readonly Socket[], rounds: number): Promise<{ times: number[]; lost: number }> {
  const times: number[] = []
  let lost = 0
  // The first two warm both ends.
  for (let round = -2; round < rounds; round += 1) {
    const id = String(Math.floor(performance.now() * 1_000))
    const heard = hearAll(sockets, id)
    const committedAt = await commitSnapshot(db, id)
    const arrivals = await heard
    if (round < 0) continue
    times.push(...arrivals.map((at) => at - committedAt))
    lost += sockets.length - arrivals.length
  }
  return { times, lost }
}

/** When each socket heard of the run; ends when all have, or when nobody will. */
function hearAll(sockets: readonly Socket[], id: string): Promise<number[]> {
  return new Promise((resolve) => {
    const arrivals: number[] = []
    const hear = (change: Change): void => {
      if (change.topic !== 'runs' || change.id !== id) return
      arrivals.push(performance.now())
      if (arrivals.length === sockets.length) end()
    }
    const end = (): void => {
      clearTimeout(timer)
      for (const socket of sockets) socket.off(CHANGE_EVENT, hear)
      resolve(arrivals)
    }
    const timer = setTimeout(end, GIVE_UP_MS)
    for (const socket of sockets) socket.on(CHANGE_EVENT, hear)
  })
}

/** Writes a snapshot as a run does at its end; answers the instant at which its commit was asked for. */
async function commitSnapshot(db: Db, id: string): Promise<number> {
  const at = new Date()
  await ensurePartitions(db, 'sample', at, at)
  return inTransaction(db, async (trx) => {
    const samples = [{ metric: 'active_users', labels: {}, at, value: 1, seconds: 60 }]
    await writeSamples(trx, { origin: 'collected', runId: null, samples })
    await publishChange(trx, { topic: 'runs', id })
    return performance.now()
  })
}

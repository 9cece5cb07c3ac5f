import { randomUUID } from 'node:crypto'
import { registerWorker, releaseLostWorkers, unregisterWorker } from '@/lib/collection/commands/heartbeat'
import type { Db } from '@/lib/core/db/types'
import { waitFor } from './wait-for'

/** What half a minute of a worker's silence brings about, without the wait: others release what it holds. */
export async function takeForDead(db: Db, workerId: string): Promise<void> {
  const judge = { id: randomUUID(), host: 'judge', pid: 0, version: '0' }
  await registerWorker(db, judge)
  const longAgo = new Date(Date.now() - 3_600_000)
  await db.updateTable('worker').set({ heartbeat_at: longAgo }).where('id', '=', workerId).execute()
  await releaseLostWorkers(db, judge.id)
  await unregisterWorker(db, judge.id)
}

/** Waits until a worker that was taken for dead is known again: then it has let go of all that it held. */
export async function untilBackAgain(db: Db, workerId: string): Promise<void> {
  await waitFor('the worker to be known again', async () =>
    db.selectFrom('worker').select('id').where('id', '=', workerId).executeTakeFirst(),
  )
}

import { sql } from 'kysely'
import type { Db } from './db/types'

export interface Refusal {
  /** The key of `throttle` that has to wait. */
  key: string
  /** Of the refusal, `noun.too_many`. */
  code: string
  at: Date
}

interface Batch {
  /** By key. */
  refusals: Map<string, Refusal & { attempts: number }>
  written: Promise<void>
}

/** Of each database the batch that still takes more, and the last one that was begun. */
const collecting = new WeakMap<Db, Batch>()
const latest = new WeakMap<Db, Promise<void>>()

/**
 * Counts an attempt that was refused, in `throttle_refusal`. What comes while others are being written waits and is written
 * together, so that a flood of attempts costs each process one connection, and one row per key.
 */
export function countRefusal(db: Db, refusal: Refusal): Promise<void> {
  const batch = collecting.get(db) ?? beginBatch(db)
  const counted = batch.refusals.get(refusal.key)
  if (counted) counted.attempts += 1
  else batch.refusals.set(refusal.key, { ...refusal, attempts: 1 })
  return batch.written
}

function beginBatch(db: Db): Batch {
  const refusals: Batch['refusals'] = new Map()
  const written = (latest.get(db) ?? Promise.resolve()).then(() => {
    collecting.delete(db)
    return write(db, [...refusals.values()])
  })
  const batch = { refusals, written }
  collecting.set(db, batch)
  latest.set(
    db,
    written.catch(() => undefined),
  )
  return batch
}

/** In the order of keys, so that two processes never wait for each other. */
async function write(db: Db, refusals: readonly (Refusal & { attempts: number })[]): Promise<void> {
  await sql`
    insert into throttle_refusal as burst (key, code, attempts, first_at, last_at)
    select key, code, attempts, at, at
    from jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb) as one (key text, code text, attempts bigint, at timestamptz)
    order by key
    on conflict (key) do update set attempts = burst.attempts + excluded.attempts,
      first_at = least(burst.first_at, excluded.first_at), last_at = greatest(burst.last_at, excluded.last_at)`.execute(
    db,
  )
}

import { sql } from 'kysely'
import { cloneHandle } from './client'
import type { Db, Trx } from './types'

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
const ATTEMPTS = 4

/** What an open transaction still has to write right before it commits. */
const endings = new WeakMap<Trx, (() => Promise<void>)[]>()

type CommitCheck = (trx: Trx) => Promise<void>

/** What the transactions of a handle have to pass before they commit. */
const checks = new WeakMap<Db, CommitCheck>()

/**
 * The same database through a handle of its own, on which each transaction that inTransaction() begins ends with a check: where
 * that throws, nothing of the transaction stays. A single statement outside of a transaction is not checked.
 */
export function withCommitCheck(db: Db, check: CommitCheck): Db {
  const handle = cloneHandle(db)
  checks.set(handle, check)
  return handle
}

/** Has the transactions of a second handle end with the check of the first, if that has one. */
export function copyCommitCheck(from: Db, to: Db): void {
  const check = checks.get(from)
  if (check) checks.set(to, check)
}

/**
 * Runs `write` as one of the transaction's last statements, in the order of the calls, however deep in it the caller is: for what
 * takes a lock that everybody waits for. What apart() undoes takes its endings along.
 */
export function beforeCommit(trx: Trx, write: () => Promise<void>): void {
  const own = endings.get(trx)
  if (!own) throw new Error('atEnd() needs a transaction that inTransaction() started')
  own.push(write)
}

/**
 * Runs `work` in a transaction, in the caller's where there is one already. A deadlock or serialization failure means that
 * Postgres rolled everything back, so the whole of it is tried again, four times at most; `work` must touch nothing else.
 */
export async function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Trx)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute((trx) => withEndings(trx, work, checks.get(db)))
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) throw error
    }
  }
}

async function withEndings<T>(trx: Trx, work: (trx: Trx) => Promise<T>, check?: CommitCheck): Promise<T> {
  const own: (() => Promise<void>)[] = []
  endings.set(trx, own)
  const result = await work(trx)
  await check?.(trx)
  // An ending may add another.
  for (const write of own) await write()
  return result
}

/**
 * Runs one of several pieces of work that each succeed or fail by themselves. In a transaction of the caller's what fails is
 * undone as well, and the others stay.
 */
export async function withSavepoint<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (!db.isTransaction) return work(db)
  await sql`savepoint apart`.execute(db)
  const own = endings.get(db as Trx)
  const before = own?.length ?? 0
  try {
    const result = await work(db)
    await sql`release savepoint apart`.execute(db)
    return result
  } catch (error) {
    await sql`rollback to savepoint apart`.execute(db)
    own?.splice(before)
    throw error
  }
}

function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED
}

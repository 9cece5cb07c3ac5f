import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { ClassifierAuth } from '../schema/classifiers'

/** What is needed to ask a classifier. */
export interface Classifier {
  id: string
  name: string
  url: string
  auth: ClassifierAuth
  /** Encrypted. */
  secret: Buffer | null
  labels: string[]
  timeoutMs: number
  generation: number
}

/** Those of these names that are there and switched on. */
export async function readClassifiers(db: ReadDb, names: readonly string[]): Promise<Classifier[]> {
  const { rows } = await sql<Classifier>`
    select id, name, url, auth, secret, labels, timeout_ms as "timeoutMs", generation from moderation_classifier
    where deleted_at is null and disabled_at is null and name = any(${names}::text[]) order by name`.execute(db)
  return rows
}

/** One, also where it is switched off; null where there is none. */
export async function readClassifier(db: ReadDb, id: string): Promise<Classifier | null> {
  const { rows } = await sql<Classifier>`
    select id, name, url, auth, secret, labels, timeout_ms as "timeoutMs", generation from moderation_classifier
    where deleted_at is null and id = ${id}`.execute(db)
  return rows[0] ?? null
}

import type { Db } from '@/lib/core/db/types'
import { connect } from './connect'

/** Runs a command's work on the database and closes the connection whatever comes of it. @throws StartError as connect() */
export async function withDb(work: (db: Db) => Promise<void>): Promise<void> {
  const connection = await connect()
  try {
    await work(connection.db)
  } finally {
    await connection.close()
  }
}

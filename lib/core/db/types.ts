import type { Kysely, Transaction } from 'kysely'
import type { DB } from './schema.generated'

/** The database, or a transaction in it: commands take it, so that they compose. */
export type Db = Kysely<DB>

/** Inside a transaction: required where locks, jobs or announcements must commit with the write. */
export type Trx = Transaction<DB>

/** What reading needs and no more: queries take it, and a replica can serve it. */
export type ReadDb = Pick<Kysely<DB>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'getExecutor'>

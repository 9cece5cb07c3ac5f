import { existsSync, readdirSync } from 'node:fs'
import type { Db } from '@/lib/core/db/types'
import type { Permission, Topic } from '@/lib/domains.shared'

/** What isn't opened by a permission, and the test that shows who may. */
type Exception =
  | 'everyone'
  | 'whoever is signed in'
  | 'shown by lib/core/auth/handler.test.ts'
  | 'shown by lib/core/http/health.test.ts'
export type Opening = Permission | Exception

/**
 * Who may come in where, written a second time and by hand: `tests/domains/<domain>/access.ts`. Tests walk every endpoint, page,
 * topic, body and column that there is and fail where the house and these tables differ.
 */
export interface DomainAccess {
  /** By method and path, as the folders of app/api spell it. */
  endpoints?: Record<string, Opening>
  /** By the address, as the folders of app spell it, without the groups. */
  pages?: Record<string, Permission | 'everyone'>
  /** Null: no socket hears it. */
  topics?: Partial<Record<Topic, Permission | null>>
  /** A valid body of each endpoint that says which it takes. */
  bodies?: Record<string, Record<string, unknown>>
  /** Makes what addresses with an id need to be asked about, by the name of the list in the address. */
  examples?: (db: Db) => Promise<Record<string, unknown>>
  /** Endpoints that read a body in a way of their own, and what bounds them. */
  bodiesOfTheirOwn?: Record<string, string>
  /** Columns of which what is a member's goes when they are erased; lib/erasure/every-column.test.ts needs something in each. */
  erasedColumns?: readonly string[]
  /** Writes `mark` into those columns as data of the member, by the domain's own commands where it has some. */
  plant?: (db: Db, given: { mark: string; memberId: number }) => Promise<void>
  /** Columns that hold nothing of a member, by the reason; `table.` is all of a table. */
  otherColumns?: Record<string, readonly string[]>
}

const FOLDER = `${import.meta.dirname}/../domains`

/** Of every domain and, under `web`, of what is nobody's. */
export const DOMAIN_ACCESS: readonly DomainAccess[] = await Promise.all(
  readdirSync(FOLDER)
    .filter((name) => existsSync(`${FOLDER}/${name}/access.ts`))
    .map(async (name) => ((await import(`${FOLDER}/${name}/access.ts`)) as { access: DomainAccess }).access),
)

const merged = <Value>(of: (access: DomainAccess) => Record<string, Value> | undefined): Record<string, Value> =>
  Object.fromEntries(DOMAIN_ACCESS.flatMap((access) => Object.entries(of(access) ?? {})))

export const ENDPOINTS = merged((access) => access.endpoints)
export const PAGES = merged((access) => access.pages)
export const TOPIC_OPENINGS = merged((access) => access.topics) as Record<Topic, Permission | null>
export const SAMPLE_BODIES = merged((access) => access.bodies)
export const READ_THEIR_OWN_WAY = merged((access) => access.bodiesOfTheirOwn)

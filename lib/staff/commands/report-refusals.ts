import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { accountHash } from './throttle-sign-in'

/** Without a further attempt for so long a burst is over. */
const QUIET_MS = 60_000
/** One that does not end is told of this often. */
const LONGEST_MS = 10 * 60_000
/** At once, one by one; a botnet's further ones share an entry. */
const ENTRIES_MAX = 20

interface Burst {
  key: string
  code: string
  attempts: number
  first_at: Date
  last_at: Date
}

/**
 * Writes the attempts that were answered 429 into the audit log, one entry per burst, and begins to count anew. Called by the
 * worker every minute: no attempt itself ever writes to the log or waits for its lock. Answers the number of entries.
 */
export async function reportRefusals(db: Db, now: Date): Promise<number> {
  return inTransaction(db, async (trx) => {
    const bursts = await takeBursts(trx, now)
    if (bursts.length === 0) return 0
    const staffIds = await listAccounts(trx)
    const [told, rest] = [bursts.slice(0, ENTRIES_MAX), bursts.slice(ENTRIES_MAX)]
    for (const burst of told) await record(trx, burst.code, partsOf(burst.key, staffIds), detailOf([burst]))
    for (const [code, more] of Map.groupBy(rest, (burst) => burst.code)) {
      await record(trx, code, { address: null, staffId: null }, { ...detailOf(more), bursts: more.length })
    }
    return told.length + new Set(rest.map((burst) => burst.code)).size
  })
}

/** The largest first. What is refused meanwhile waits for the row to be gone, and begins another. */
async function takeBursts(trx: Trx, now: Date): Promise<Burst[]> {
  const rows = await trx
    .deleteFrom('throttle_refusal')
    .where((is) =>
      is.or([
        is('last_at', '<', new Date(now.getTime() - QUIET_MS)),
        is('first_at', '<', new Date(now.getTime() - LONGEST_MS)),
      ]),
    )
    .returning(['key', 'code', 'attempts', 'first_at', 'last_at'])
    .execute()
  return rows.map((row) => ({ ...row, attempts: Number(row.attempts) })).toSorted((a, b) => b.attempts - a.attempts)
}

/** Ids of the staff by what stands for their account in a key. */
async function listAccounts(trx: Trx): Promise<Map<string, string>> {
  const staff = await trx.selectFrom('staff').select(['id', 'email']).execute()
  return new Map(staff.map(({ id, email }) => [accountHash(email), id]))
}

interface Parts {
  address: string | null
  /** Null where nobody has the account, or the attempts were at many. */
  staffId: string | null
}

/** `account:<hash>`, `pair:<hash>:<network>`, `address:<network>`, and of links `<purpose>-address:<network>`, `link:<hash>`. */
function partsOf(key: string, staffIds: ReadonlyMap<string, string>): Parts {
  const [kind = '', ...rest] = key.split(':')
  const hash = kind === 'account' || kind === 'pair' ? rest.shift() : undefined
  const network = kind === 'link' ? '' : rest.join(':')
  return {
    address: network.includes(':') ? `${network}::/64` : network || null,
    staffId: (hash && staffIds.get(hash)) || null,
  }
}

const detailOf = (bursts: readonly Burst[]) => ({
  attempts: bursts.reduce((sum, burst) => sum + burst.attempts, 0),
  since: new Date(Math.min(...bursts.map((burst) => burst.first_at.getTime()))).toISOString(),
  until: new Date(Math.max(...bursts.map((burst) => burst.last_at.getTime()))).toISOString(),
})

/** `sign_in.too_many` stands in the log as `sign_in.refused`. */
async function record(
  trx: Trx,
  code: string,
  { address, staffId }: Parts,
  detail: Record<string, unknown>,
): Promise<void> {
  const noun = code.split('.')[0] ?? code
  await recordAudit(
    trx,
    { kind: 'anonymous', id: null, address },
    { action: `${noun}.refused`, targetKind: staffId ? 'staff' : noun, target: staffId, detail },
  )
}

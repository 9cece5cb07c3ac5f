import { hashToken } from '@/lib/core/crypto/secrets'
import type { Db } from '@/lib/core/db/types'
import { countUnder, networkOf, type ThrottleRule } from '@/lib/core/throttle'

const MINUTE_MS = 60_000

/** A link is opened a few times and used once; whoever asks oftener is a program. */
const LINK: ThrottleRule = { free: 30, windowMs: 15 * MINUTE_MS, firstMs: MINUTE_MS, maxMs: 15 * MINUTE_MS }
/** Behind one address may be a whole house of members. */
const ADDRESS: ThrottleRule = { free: 120, windowMs: 15 * MINUTE_MS, firstMs: MINUTE_MS, maxMs: 15 * MINUTE_MS }

/**
 * Counts a request that comes by an appeal link, before the link is looked at.
 * @throws DomainError `appeal_link.too_many` (too_many) while the link or the address has to wait
 */
export async function countLinkUse(
  db: Db,
  { token, address, now = new Date() }: { token: string; address: string | null; now?: Date },
): Promise<void> {
  // The address by itself first: one that has to wait leaves no rows of links that it makes up.
  await countUnder(db, new Map([[`link-address:${networkOf(address)}`, ADDRESS]]), {
    code: 'appeal_link.too_many',
    now,
  })
  const link = hashToken(token).toString('base64url')
  await countUnder(db, new Map([[`link:${link}`, LINK]]), { code: 'appeal_link.too_many', now })
}

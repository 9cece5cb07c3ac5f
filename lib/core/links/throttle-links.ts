import { hashToken } from '../crypto/secrets'
import type { Db } from '../db/types'
import { countAttempts, networkOf } from '../throttle'
import type { LinkLimits, LinkPurpose } from './purpose'

const MINUTE_MS = 60_000

/**
 * A link is opened a few times and used once; whoever asks more often is a program. Behind one address may be a whole house of
 * members.
 */
const LINK_LIMITS: LinkLimits = {
  link: { free: 30, windowMs: 15 * MINUTE_MS, firstMs: MINUTE_MS, maxMs: 15 * MINUTE_MS },
  address: { free: 120, windowMs: 15 * MINUTE_MS, firstMs: MINUTE_MS, maxMs: 15 * MINUTE_MS },
}

/**
 * Counts a request that comes by a link, before the link is looked at.
 * @throws DomainError `<noun>.too_many` (too_many) while the link or the address has to wait
 */
export async function countLinkRequest(
  db: Db,
  { name, noun, limits = LINK_LIMITS }: LinkPurpose,
  { secret, address, now = new Date() }: { secret: string; address: string | null; now?: Date },
): Promise<void> {
  const refusal = { code: `${noun}.too_many`, now }
  // The address by itself first: one that has to wait leaves no rows of links that it makes up.
  await countAttempts(db, new Map([[`${name}-address:${networkOf(address)}`, limits.address]]), refusal)
  const link = hashToken(secret).toString('base64url')
  await countAttempts(db, new Map([[`link:${link}`, limits.link]]), refusal)
}

import { DomainError } from '@/lib/core/errors'

const WRITES = 600
const WINDOW_MS = 10_000
const REFILL_PER_MS = WRITES / WINDOW_MS
/** Above this many buckets the full ones, which hold nothing worth knowing, are dropped. */
const SWEEP_ABOVE = 1_000

interface Bucket {
  tokens: number
  at: number
}

const buckets = new Map<string, Bucket>()

/**
 * Takes one write from a key's allowance: 600 at once, refilled over 10 s, per web process (docs/decisions/0013).
 * @throws DomainError `key.too_many_writes` (too_many), with the seconds until the next one is free
 */
export function consumeKeyWrite(keyId: string, now = performance.now()): void {
  if (buckets.size > SWEEP_ABOVE) sweep(now)
  const tokens = tokensAt(buckets.get(keyId), now)
  if (tokens < 1) {
    throw new DomainError(
      'too_many',
      'key.too_many_writes',
      `A key can write ${WRITES} times in 10 seconds. Try again later.`,
      {
        retryAfterSeconds: Math.max(1, (1 - tokens) / REFILL_PER_MS / 1_000),
      },
    )
  }
  buckets.set(keyId, { tokens: tokens - 1, at: now })
}

const tokensAt = (bucket: Bucket | undefined, now: number): number =>
  bucket ? Math.min(WRITES, bucket.tokens + (now - bucket.at) * REFILL_PER_MS) : WRITES

function sweep(now: number): void {
  for (const [keyId, bucket] of buckets) if (tokensAt(bucket, now) >= WRITES) buckets.delete(keyId)
}

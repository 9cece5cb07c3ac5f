import { createHmac, randomBytes } from 'node:crypto'
import { decrypt, deriveKey, encrypt } from '@/lib/core/crypto/secrets'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A signing secret as Standard Webhooks writes it: `whsec_` and 256 random bits in base64. */
export const newSigningSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`

/** How a secret is stored. @throws DomainError `secret.missing` (unavailable) */
export const sealSigningSecret = (secret: string): Buffer => encrypt(secret, key())

/** @throws DomainError `webhook.secret_unreadable` (conflict) where GUILDHALL_SECRET is another than when it was made. */
export function openSigningSecret(sealed: Buffer): string {
  try {
    return decrypt(sealed, key())
  } catch (cause) {
    throw new DomainError(
      'conflict',
      'webhook.secret_unreadable',
      'The secret of this endpoint can’t be decrypted with the current GUILDHALL_SECRET. Roll the secret.',
      { cause },
    )
  }
}

/**
 * The header `webhook-signature` (https://www.standardwebhooks.com): for each secret `v1,` and the base64 of the HMAC-SHA256
 * of `id.timestamp.body`, separated by spaces.
 * @param timestamp seconds since 1970
 */
export const signaturesOf = (
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
  secrets: readonly string[],
): string => secrets.map((secret) => `v1,${hmac(secret, `${id}.${timestamp}.${body}`)}`).join(' ')

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(text)
    .digest('base64')

function key(): Buffer {
  const { secret } = env()
  if (!secret) {
    throw new DomainError('unavailable', 'secret.missing', 'GUILDHALL_SECRET is not set, so secrets can’t be stored.')
  }
  return deriveKey(secret, 'webhook-secrets')
}

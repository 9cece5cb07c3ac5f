import { decrypt, deriveKey, encrypt } from '@/lib/core/crypto/secrets'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'

/** How the secret of a classifier is stored. @throws DomainError `secret.missing` (unavailable) */
export const sealClassifierSecret = (secret: string): Buffer => encrypt(secret, key())

/** @throws DomainError `classifier.secret_unreadable` (conflict) where GUILDHALL_SECRET is another than when it was stored */
export function openClassifierSecret(sealed: Buffer): string {
  try {
    return decrypt(sealed, key())
  } catch (cause) {
    throw new DomainError(
      'conflict',
      'classifier.secret_unreadable',
      'The secret of this classifier can’t be decrypted with the current GUILDHALL_SECRET. Set the secret again.',
      { cause },
    )
  }
}

function key(): Buffer {
  const { secret } = env()
  if (!secret) {
    throw new DomainError('unavailable', 'secret.missing', 'GUILDHALL_SECRET is not set, so secrets can’t be stored.')
  }
  return deriveKey(secret, 'classifier-secrets')
}

import { decrypt, deriveKey, encrypt } from '@/lib/core/crypto/secrets'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'

export type Secrets = Record<string, string>

/** The secrets of a source as they are stored: encrypted under a key of their own; null where there are none. */
export function encryptSecrets(secrets: Secrets): Buffer | null {
  return Object.keys(secrets).length === 0 ? null : encrypt(JSON.stringify(secrets), key())
}

/** @throws DomainError `source.secrets_unreadable` (conflict) where GUILDHALL_SECRET is another than when they were saved. */
export function decryptSecrets(sealed: Buffer | null): Secrets {
  if (!sealed) return {}
  try {
    return JSON.parse(decrypt(sealed, key())) as Secrets
  } catch (cause) {
    throw new DomainError(
      'conflict',
      'source.secrets_unreadable',
      "The secrets of this source can't be decrypted with the current GUILDHALL_SECRET. Enter them again.",
      { cause },
    )
  }
}

/** Secrets after a change: null removes one, one that is not named stays as it is. */
export function changeSecrets(before: Secrets, change: Record<string, string | null>): Secrets {
  const after = { ...before }
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete after[name]
    else after[name] = value
  }
  return after
}

function key(): Buffer {
  const { secret } = env()
  if (!secret) {
    throw new DomainError(
      'unavailable',
      'secret.missing',
      "Secrets can't be stored because GUILDHALL_SECRET is not set.",
    )
  }
  return deriveKey(secret, 'source-secrets')
}

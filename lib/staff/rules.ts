import type { ThrottleRule } from '@/lib/core/throttle'

/** E-mail addresses are one account whatever the case they are written in. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

/** Why a password is refused although it is long enough, or null. */
export function passwordProblem(password: string, email: string): string | null {
  const plain = password.normalize('NFKC').toLowerCase()
  if (new Set(plain).size < 5) return 'Use more different characters'
  const name = email.split('@')[0] ?? ''
  if (plain === email || (name.length > 3 && plain.replaceAll(name, '').length < 8))
    return 'This is too similar to the e-mail address'
  if (/^(?:password|passwort|qwerty|letmein|guildhall|welcome|abc)*[\d!@#$%._-]*$/.test(plain))
    return 'This is easy to guess'
  return null
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/**
 * One account from one address waits longer and longer. The account alone, from wherever, waits a minute at most: enough
 * against guessing from many addresses, too little to lock its owner out.
 */
export const ACCOUNT_AND_ADDRESS: ThrottleRule = {
  free: 4,
  windowMs: 30 * MINUTE_MS,
  firstMs: SECOND_MS,
  maxMs: 15 * MINUTE_MS,
}
export const ACCOUNT: ThrottleRule = { free: 20, windowMs: 30 * MINUTE_MS, firstMs: SECOND_MS, maxMs: MINUTE_MS }
/** The hard limit: 40 failures from one address close it for a quarter of an hour, whatever the accounts. */
export const ADDRESS: ThrottleRule = {
  free: 40,
  windowMs: 15 * MINUTE_MS,
  firstMs: 15 * MINUTE_MS,
  maxMs: 15 * MINUTE_MS,
}

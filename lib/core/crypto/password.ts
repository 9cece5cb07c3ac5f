import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { createConcurrencyLimit } from '../concurrency-limit'

interface Cost {
  /** KiB. */
  memory: number
  passes: number
  parallelism: number
}

/** The first choice of OWASP's Password Storage Cheat Sheet for argon2id. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Of a password that nobody has, at today's cost: what an unknown account is checked against. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$Q2xvc2VkIGZvciBldmVyIQ$HnN639clmSB9bhyBVGw68Du5oMk6OHZjSWuJ3eJxMU0'

const derive = promisify(argon2)

// Each holds 19 MiB and a thread of libuv's pool for some 30 to 300 ms; more at once would starve files and DNS.
const withLimit = createConcurrencyLimit({ atOnce: 4, waiting: 32 })

/**
 * argon2id as a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
 * @throws DomainError `server.busy` (unavailable)
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await compute(password, salt, TAG_BYTES, COST)
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`
}

/**
 * Whether the password is the stored one's. Without a stored one the answer is no, after the same work, so that time tells
 * nobody which accounts exist.
 * @throws DomainError `server.busy` (unavailable)
 */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const { cost, salt, tag } = parsePhc(stored ?? NOBODY)
  const computed = await compute(password, salt, tag.length, cost)
  return timingSafeEqual(computed, tag) && Boolean(stored)
}

/** Whether a stored hash was made at another cost than today's: it is made anew at the next sign-in. */
export function isOutdated(stored: string): boolean {
  const { memory, passes, parallelism } = parsePhc(stored).cost
  return memory !== COST.memory || passes !== COST.passes || parallelism !== COST.parallelism
}

function compute(password: string, salt: Buffer, tagLength: number, cost: Cost): Promise<Buffer> {
  // Keyboards differ in how they compose an accented letter; the password is the same.
  const message = password.normalize('NFKC')
  return withLimit(() => derive('argon2id', { message, nonce: salt, tagLength, ...cost }))
}

function parsePhc(stored: string): { cost: Cost; salt: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(stored) ?? []
  if (!salt || !tag) throw new Error('a stored password hash is not an argon2id PHC string')
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

const toBase64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

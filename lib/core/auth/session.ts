import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { deriveKey } from '../crypto/secrets'
import { env } from '../env'
import { readCookies } from '../http/cookies'

/** A session ends after this long in any case; ended earlier by its row or the version of the staff row, never by the token. */
export const SESSION_MAX_AGE_SECONDS = 14 * 24 * 60 * 60

/**
 * All that a session's token holds. Name, role and suspension are read from the database on every request, so that a change
 * counts at once.
 */
const tokenSchema = z.object({
  sub: z.uuid(),
  version: z.number().int(),
  // Tokens made before sessions had rows have none; they are good until they run out, 14 days at most.
  session: z.uuid().optional(),
})

export interface SessionClaim {
  staffId: string
  version: number
  /** The row of the session; null in a token that was made before sessions had rows. */
  sessionId: string | null
}

/** What next-auth puts into the token of a session, beside its age. */
export const tokenOf = ({ staffId, version, sessionId }: SessionClaim): z.input<typeof tokenSchema> => ({
  sub: staffId,
  version,
  ...(sessionId ? { session: sessionId } : {}),
})

/** Whether cookies are marked Secure: wherever the application is reached over TLS. */
export const hasSecureCookies = (): boolean => env().url.startsWith('https://')

/** `__Secure-` makes browsers refuse the cookie from a plain-text neighbour. */
export const sessionCookieName = (): string => `${hasSecureCookies() ? '__Secure-' : ''}guildhall.session`

/** The key of session tokens; every process of an installation derives the same. */
export function sessionSecret(): string {
  const { secret } = env()
  if (!secret)
    throw new Error('GUILDHALL_SECRET is not set. Start Guildhall with the guildhall command, which creates it.')
  return deriveKey(secret, 'session').toString('hex')
}

/** A token for this session, as next-auth issues it at sign-in. */
export const sealSession = (claim: SessionClaim): Promise<string> =>
  encode({ token: tokenOf(claim), secret: sessionSecret(), maxAge: SESSION_MAX_AGE_SECONDS })

/** A Set-Cookie header that gives the browser this session in place of the one it has. */
export async function sessionCookie(claim: SessionClaim): Promise<string> {
  const secure = hasSecureCookies() ? '; Secure' : ''
  const sealed = await sealSession(claim)
  return `${sessionCookieName()}=${sealed}; Path=/; Max-Age=${SESSION_MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax${secure}`
}

/**
 * What the session cookie of a request claims, or null where there is none, it was not made by us, or it ran out. The claim
 * still has to be held against the rows of the person and the session.
 */
export async function openSession(cookieHeader: string | null | undefined): Promise<SessionClaim | null> {
  const sealed = readCookies(cookieHeader).get(sessionCookieName())
  if (!sealed) return null
  const payload = await decode({ token: sealed, secret: sessionSecret() }).catch(() => null)
  const token = tokenSchema.safeParse(payload)
  if (!token.success) return null
  const { sub, version, session } = token.data
  return { staffId: sub, version, sessionId: session ?? null }
}

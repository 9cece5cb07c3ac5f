import type { NextAuthOptions } from 'next-auth'
import { env } from '../env'
import { DomainError, isDomainError } from '../errors'
import { log } from '../log'
import {
  hasSecureCookies,
  SESSION_MAX_AGE_SECONDS,
  type SessionClaim,
  sessionCookieName,
  sessionSecret,
  tokenOf,
} from './session'

/** A person as the identity provider's signed token names them. */
export interface ExternalIdentity {
  issuer: string
  subject: string
  email: string | null
  isEmailVerified: boolean
}

/** The ways in and out, handed in by lib/staff. Each way in answers the session that it started, or refuses with a DomainError. */
export interface SignIns {
  withPassword: (input: { email: string; password: string }) => Promise<SessionClaim>
  withIdentity: (identity: ExternalIdentity) => Promise<SessionClaim>
  toDemo: () => Promise<SessionClaim>
  /** Ends the session that the request brings; none, or one that is over, is no fault. */
  signOut: () => Promise<void>
}

/** What came of one request. next-auth answers refusals in words of its own; the handler says them in ours. */
export interface Outcome {
  claim?: SessionClaim
  refusal?: DomainError
}

/** next-auth's options for one request, so that `outcome` is that request's alone. */
export function createAuthOptions(signIns: SignIns, outcome: Outcome): NextAuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_SECONDS },
    useSecureCookies: hasSecureCookies(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: hasSecureCookies() },
      },
    },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [passwordProvider(signIns, outcome), ...demoProvider(signIns, outcome), ...oidcProvider()],
    callbacks: {
      signIn: ({ account, profile }) =>
        account?.type === 'oauth' ? admitIdentity(signIns, outcome, { ...profile }) : outcome.claim !== undefined,
      jwt: () => (outcome.claim ? tokenOf(outcome.claim) : {}),
    },
    logger: {
      error: (code, metadata) => log.warn({ code, reason: reasonOf(metadata) }, 'sign-in failed'),
      warn: (code) => log.debug({ code }, 'next-auth warning'),
      debug: () => undefined,
    },
  }
}

function passwordProvider(signIns: SignIns, outcome: Outcome): NextAuthOptions['providers'][number] {
  return {
    id: 'credentials',
    name: 'Password',
    type: 'credentials',
    credentials: {},
    authorize: (given: Record<string, unknown> | undefined) =>
      settle(outcome, () => {
        const { email, password } = given ?? {}
        if (typeof email !== 'string' || typeof password !== 'string' || !email || !password) {
          throw new DomainError('invalid', 'sign_in.incomplete', 'Enter your e-mail address and password.')
        }
        return signIns.withPassword({ email: email.slice(0, 254), password: password.slice(0, 1_000) })
      }),
  }
}

function demoProvider(signIns: SignIns, outcome: Outcome): NextAuthOptions['providers'] {
  if (!env().isDemo) return []
  return [
    {
      id: 'demo',
      name: 'Demo',
      type: 'credentials',
      credentials: {},
      authorize: () => settle(outcome, () => signIns.toDemo()),
    },
  ]
}

function oidcProvider(): NextAuthOptions['providers'] {
  const { oidc } = env()
  if (!oidc) return []
  return [
    {
      id: 'oidc',
      name: 'Single sign-on',
      type: 'oauth',
      issuer: oidc.issuer,
      wellKnown: `${oidc.issuer}/.well-known/openid-configuration`,
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      authorization: { params: { scope: 'openid email profile' } },
      checks: ['pkce', 'state', 'nonce'],
      // Who somebody is comes from the signed token alone, never from a second call.
      idToken: true,
      httpOptions: { timeout: 10_000 },
      profile: (claims: { sub: string }) => ({ id: claims.sub }),
    },
  ]
}

/** True, or the address to send the browser to: this request comes from the provider, so a problem document would help nobody. */
async function admitIdentity(
  signIns: SignIns,
  outcome: Outcome,
  claims: Record<string, unknown>,
): Promise<true | string> {
  const { iss, sub, email, email_verified: verified } = claims
  try {
    outcome.claim = await signIns.withIdentity({
      issuer: String(iss),
      subject: String(sub),
      email: typeof email === 'string' ? email : null,
      isEmailVerified: verified === true,
    })
    return true
  } catch (error) {
    const code = isDomainError(error) ? error.code : 'server.error'
    if (!isDomainError(error)) log.error({ err: error }, 'sign-in through the identity provider failed')
    return `${env().url}/sign-in?error=${encodeURIComponent(code)}`
  }
}

/** Notes whom a sign-in admits, or why it does not. */
async function settle(outcome: Outcome, work: () => Promise<SessionClaim>): Promise<{ id: string } | null> {
  try {
    outcome.claim = await work()
    return { id: outcome.claim.staffId }
  } catch (error) {
    if (!isDomainError(error)) throw error
    outcome.refusal = error
    return null
  }
}

function reasonOf(metadata: unknown): string {
  const error = metadata instanceof Error ? metadata : (metadata as { error?: unknown } | null)?.error
  return error instanceof Error ? error.message : 'unknown'
}

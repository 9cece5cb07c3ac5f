import { z } from 'zod'
import { getJson, sendJson } from '../http/client'

const anything = z.unknown()

/** Signs in and leaves the session cookie. @throws ApiError `sign_in.failed`, `sign_in.too_many`, `server.busy` */
export async function signInWithPassword(email: string, password: string): Promise<void> {
  await post('/api/auth/callback/credentials', { email, password })
}

/** Enters the demo as its operator. @throws ApiError where the demo is not asked from this machine itself */
export async function enterDemo(): Promise<void> {
  await post('/api/auth/callback/demo', {})
}

/** The address at the identity provider to go to; it leads back to `next`. */
export async function startSingleSignOn(next: string): Promise<string> {
  const answer = await post('/api/auth/signin/oidc', { callbackUrl: next })
  return z.object({ url: z.url() }).parse(answer).url
}

/** Takes the session cookie away. */
export async function signOut(): Promise<void> {
  await post('/api/auth/signout', {})
}

async function post(path: string, fields: Record<string, string>): Promise<unknown> {
  const { csrfToken } = await getJson('/api/auth/csrf', { schema: z.object({ csrfToken: z.string() }) })
  return sendJson('POST', path, { ...fields, csrfToken }, { schema: anything })
}

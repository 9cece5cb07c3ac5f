import { getJson, sendJson } from '../http/client'

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
  const fields = { callbackUrl: next, csrfToken: await requestCsrfToken() }
  return (await sendJson<{ url: string }>('POST', '/api/auth/signin/oidc', fields)).url
}

/** Takes the session cookie away. */
export async function signOut(): Promise<void> {
  await post('/api/auth/signout', {})
}

async function post(path: string, fields: Record<string, string>): Promise<void> {
  await sendJson('POST', path, { ...fields, csrfToken: await requestCsrfToken() })
}

const requestCsrfToken = async (): Promise<string> => (await getJson<{ csrfToken: string }>('/api/auth/csrf')).csrfToken

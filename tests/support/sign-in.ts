import { GET, POST } from '@/app/api/auth/[...nextauth]/route'
import { CookieJar } from './cookie-jar'
import { call } from './web'

/** Calls /api/auth/* as a browser would that keeps its cookies in `jar`. */
export async function callAuth(
  jar: CookieJar,
  path: string,
  { body, headers = {} }: { body?: Record<string, unknown>; headers?: Record<string, string> } = {},
): Promise<Response> {
  const [pathname = ''] = path.split('?')
  const response = await call(body ? POST : GET, {
    method: body ? 'POST' : 'GET',
    path: `/api/auth/${path}`,
    params: { nextauth: pathname.split('/') },
    headers: { cookie: jar.header, ...headers },
    ...(body ? { body } : {}),
  })
  jar.take(response)
  return response
}

/** Posts a form of the sign-in page, with next-auth's token in it. */
export async function postAuth(
  jar: CookieJar,
  path: string,
  fields: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const { csrfToken } = (await (await callAuth(jar, 'csrf')).json()) as { csrfToken: string }
  return callAuth(jar, path, { body: { ...fields, csrfToken }, headers })
}

export { CookieJar }

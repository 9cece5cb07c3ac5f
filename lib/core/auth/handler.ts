import { env } from '../env'
import { DomainError } from '../errors'
import { readJsonBody } from '../http/body'
import { toProblem } from '../http/problem'
import { requireSameOrigin } from '../http/same-origin'
import { redirectResponse } from './answers'
import { callNextAuth } from './call-next-auth'
import { createAuthOptions, type Outcome, type SignIns } from './options'

/** All that is served of next-auth and of its pages; what tells about sessions or providers is not there. */
const SERVED = new Set([
  'GET csrf',
  'GET error',
  'GET signin',
  'GET callback/oidc',
  'POST callback/credentials',
  'POST callback/demo',
  'POST signin/oidc',
  'POST signout',
])

/** Where next-auth sends a browser whose sign-in did not work. */
const LEADS_TO_SIGN_IN = new Set(['error', 'signin'])

/** Names, passwords and a token. */
const BODY_LIMITS = { bytes: 16 * 1024, values: 100, depth: 4 }

/**
 * The handler of /api/auth/*. A state-changing request has to come from our own pages and bring next-auth's token too. What
 * a sign-in is refused for is a problem document like any other of the API.
 */
export function createAuthHandler(signInsFor: (request: Request) => SignIns) {
  return async function handleAuth(
    request: Request,
    context: { params: Promise<{ nextauth?: string[] }> },
  ): Promise<Response> {
    try {
      const path = (await context.params).nextauth ?? []
      if (!SERVED.has(`${request.method} ${path.join('/')}`) || (path[0] === 'callback' && !isConfigured(path[1]))) {
        throw new DomainError('not_found', 'resource.not_found', 'Nothing exists at this URL.')
      }
      const isPost = request.method === 'POST'
      if (!isPost && LEADS_TO_SIGN_IN.has(path[0] ?? '')) return leadToSignIn(request)
      if (isPost) requireSameOrigin(request)
      const body = isPost ? await readFields(request) : {}
      const outcome: Outcome = {}
      const signIns = signInsFor(request)
      const response = await callNextAuth(request, path, body, createAuthOptions(signIns, outcome))
      if (outcome.refusal) return toProblem(outcome.refusal)
      if (isPost && path[0] === 'callback' && !outcome.claim) throw staleForm()
      if (isPost && (await isTokenRefused(response, path))) throw staleForm()
      // Before the answer takes the cookie away: where the row can't be ended, the browser stays signed in and is told so.
      if (path[0] === 'signout') await signIns.signOut()
      return response
    } catch (error) {
      return toProblem(error)
    }
  }
}

/** The code is shown by none but our own words for it, see refusals.ts. */
function leadToSignIn(request: Request): Response {
  const code = new URL(request.url).searchParams.get('error') ?? 'OAuthCallback'
  return Response.redirect(`${env().url}/sign-in?error=${encodeURIComponent(code)}`, 302)
}

/** A wrong CSRF token is answered like success by next-auth, with the address of a page that we don't serve. */
async function isTokenRefused(response: Response, path: string[]): Promise<boolean> {
  const answer = redirectResponse.safeParse(await response.clone().json())
  return answer.success && answer.data.url === `${new URL(env().url).origin}/api/auth/${path[0]}?csrf=true`
}

function isConfigured(provider: string | undefined): boolean {
  if (provider === 'oidc') return env().oidc !== undefined
  return provider === 'demo' ? env().isDemo : true
}

async function readFields(request: Request): Promise<Record<string, unknown>> {
  const body = await readJsonBody(request, BODY_LIMITS)
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body, json: 'true' }
  throw new DomainError('malformed', 'body.not_object', 'The body must be a JSON object.')
}

const staleForm = () =>
  new DomainError('forbidden', 'request.csrf', 'This form is out of date. Reload the page and try again.')

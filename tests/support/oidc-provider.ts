import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What the provider says of whoever comes. */
export interface Claims {
  sub: string
  email?: string
  email_verified?: boolean
}

export interface OidcProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who signs in there from now on. */
  claims: Claims
  /** Changes what the next tokens hold, to play a provider that is broken or false. */
  forge: Record<string, unknown>
  /** Signs with a key that the provider does not publish. */
  isKeyForged: boolean
  close: () => Promise<void>
}

interface Grant {
  nonce: string | null
  challenge: string
  redirectUri: string
}

const KEY_ID = 'test'

/**
 * An OpenID Connect provider on loopback that speaks the real protocol: discovery, keys, authorization code with PKCE (S256),
 * client authentication and RS256 tokens. Nobody is asked for a password: `claims` says who comes.
 */
export async function startOidcProvider(): Promise<OidcProvider> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const provider: OidcProvider = {
    issuer: '',
    clientId: 'guildhall',
    clientSecret: randomUUID(),
    claims: { sub: 'nobody' },
    forge: {},
    isKeyForged: false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer)
    if (url.pathname === '/.well-known/openid-configuration') return answer(response, discovery(provider.issuer))
    if (url.pathname === '/keys') return answer(response, { keys: [publicJwk(own.publicKey)] })
    if (url.pathname === '/authorize') return authorize(url, response, grants)
    if (url.pathname === '/token') {
      const key = provider.isKeyForged ? foreign.privateKey : own.privateKey
      return answer(response, ...(await exchange(request, provider, grants, key)))
    }
    return answer(response, { error: 'not_found' }, 404)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return provider
}

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
})

const publicJwk = (key: KeyObject) => ({ ...key.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' })

function authorize(url: URL, response: ServerResponse, grants: Map<string, Grant>): void {
  const asked = url.searchParams
  const redirectUri = asked.get('redirect_uri') ?? ''
  const code = randomUUID()
  if (asked.get('code_challenge_method') !== 'S256') {
    answer(response, { error: 'invalid_request' }, 400)
    return
  }
  grants.set(code, { nonce: asked.get('nonce'), challenge: asked.get('code_challenge') ?? '', redirectUri })
  const back = new URL(redirectUri)
  back.searchParams.set('code', code)
  const state = asked.get('state')
  if (state) back.searchParams.set('state', state)
  response.writeHead(302, { location: back.href }).end()
}

async function exchange(
  request: IncomingMessage,
  provider: OidcProvider,
  grants: Map<string, Grant>,
  key: KeyObject,
): Promise<[object, number]> {
  const form = new URLSearchParams(await text(request))
  const grant = grants.get(form.get('code') ?? '')
  grants.delete(form.get('code') ?? '')
  const credentials = Buffer.from(`${provider.clientId}:${provider.clientSecret}`).toString('base64')
  if (request.headers.authorization !== `Basic ${credentials}`) return [{ error: 'invalid_client' }, 401]
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (!grant || grant.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri')) {
    return [{ error: 'invalid_grant' }, 400]
  }
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    iss: provider.issuer,
    aud: provider.clientId,
    iat: now,
    exp: now + 300,
    nonce: grant.nonce,
    ...provider.claims,
    ...provider.forge,
  }
  return [{ access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: signJwt(claims, key) }, 200]
}

function signJwt(claims: object, key: KeyObject): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

function answer(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

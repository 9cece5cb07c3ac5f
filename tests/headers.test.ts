import { globSync, readFileSync } from 'node:fs'
import { beforeAll } from 'vitest'
import { ensureBuild } from '@/cli/start/build'
import { extendEnv } from '@/lib/core/env'
import { test as databaseTest, expect } from './support/database'
import { type ExpectedPolicy, wrongHeaders } from './support/expected-headers'
import { type RawAnswer, requestText, sendRaw, valuesOf } from './support/raw-http'
import { aPerson, cookieOf } from './support/staff'
import { startWebProcess } from './support/web-process'

const URL_BEHIND_TLS = 'https://hall.example'
const BUILD_MS = 300_000
const START_MS = 120_000
const NO_ID = '00000000-0000-4000-8000-000000000000'

const test = databaseTest
  .extend('port', { scope: 'file' }, async ({ connectionString, db }, { onCleanup }) => {
    await aPerson(db)
    const web = await startWebProcess(connectionString, { GUILDHALL_URL: URL_BEHIND_TLS })
    onCleanup(web.stop)
    return web.port
  })
  .extend('cookie', async ({ db }) => {
    extendEnv({ GUILDHALL_URL: URL_BEHIND_TLS })
    return cookieOf(db, await aPerson(db))
  })

beforeAll(() => ensureBuild(process.cwd()), BUILD_MS)

/** It is bundled and started within the first test that asks for it. */
test('the web starts', ({ port }) => expect(port).toBeGreaterThan(0), START_MS)

/** What an answer is, so that a wrong one is seen at once. */
const summary = (answer: RawAnswer, policy: ExpectedPolicy) => [
  answer.status,
  wrongHeaders(answer, { policy, isTls: true }),
]

type Case = [method: string, path: string, status: number, headers?: Record<string, string>]

const PAGES: Case[] = [
  ['GET', '/sign-in', 200],
  ['HEAD', '/sign-in', 200],
  ['GET', '/sign-in', 307, { RSC: '1' }],
  ['GET', '/transparency', 200],
  ['GET', '/usage', 307],
  ['GET', '/nothing/here', 404],
  ['HEAD', '/nothing.png', 404],
  ['OPTIONS', '/sign-in', 400],
]

test.for(PAGES)('a page: %s %s is answered %i', async ([method, path, status, headers], { port }) => {
  expect(summary(await sendRaw(port, requestText(method, path, headers)), 'page')).toEqual([status, []])
})

/** What stands in for a page, and is none. */
const NO_PAGES: Case[] = [
  ['GET', '//nothing', 308],
  ['GET', '/usage/', 308],
  ['GET', '/%ff', 400],
  ['GET', 'http://evil.example/', 400],
  ['OPTIONS', '*', 400],
  ['PROPFIND', '/usage', 400],
  ['CONNECT', 'hall.example:443', 400],
  ['GET', '/_global-error', 404],
]
const API: Case[] = [
  ['GET', '/api/health/live', 200],
  ['HEAD', '/api/health/live', 200],
  ['OPTIONS', '/api/health/live', 204],
  ['GET', '/api/health/ready', 503],
  ['GET', '/api/v1/cases', 401],
  ['GET', '/api/nothing', 404],
  ['DELETE', '/api/v1/metrics', 405],
  ['GET', '/api/auth/csrf', 200],
  ['GET', '/api/auth/signin', 302],
  ['GET', '/api/', 308],
  ['GET', '/metrics', 200],
  ['GET', '/metrics', 403, { 'X-Forwarded-For': '192.0.2.1' }],
  ['GET', '/socket.io/', 400],
  ['GET', '/socket.io/?EIO=4&transport=polling', 200],
  ['POST', '/socket.io/?EIO=4&transport=polling&sid=x', 400],
]

test.for([...NO_PAGES, ...API])('no page: %s %s is answered %i', async ([method, path, status, headers], { port }) => {
  expect(summary(await sendRaw(port, requestText(method, path, headers)), 'locked')).toEqual([status, []])
})

const FILES: Case[] = [
  ['GET', '/_next/static/nothing.js', 404],
  ['GET', '/_next/image', 400],
  ['GET', '/_next/image?url=%2Ficon-maskable.svg&w=64&q=75', 400],
  ['GET', '/icon.svg', 200],
  ['GET', '/icon-maskable.svg', 200],
  ['HEAD', '/icon-maskable.svg', 200],
  ['POST', '/icon-maskable.svg', 405],
  ['OPTIONS', '/icon-maskable.svg', 405],
  ['GET', '/manifest.webmanifest', 200],
  ['GET', '/favicon.ico', 404],
  ['GET', '/transparency/2026-q3.json', 404],
  ['POST', '/transparency/2026-q3.csv', 405],
]

test.for(FILES)('a file: %s %s is answered %i', async ([method, path, status, headers], { port }) => {
  expect(summary(await sendRaw(port, requestText(method, path, headers)), 'file')).toEqual([status, []])
})

test('a script is a file, whole, unchanged, or asked for in a way that Next does not know', async ({ port }) => {
  const path = `/_next/${globSync('static/chunks/*.js', { cwd: '.next' })[0]}`
  const ask = async (headers: Record<string, string>, method = 'GET') => {
    const answer = await sendRaw(port, requestText(method, path, headers))
    return { etag: valuesOf(answer, 'etag')[0] ?? '', seen: summary(answer, 'file') }
  }
  const { etag, seen } = await ask({})
  expect(seen).toEqual([200, []])
  expect((await ask({ 'If-None-Match': etag })).seen).toEqual([304, []])
  const unmet: Record<string, string>[] = [
    { Range: 'bytes=99999999-' },
    { 'If-Match': '"x"' },
    { 'If-Unmodified-Since': new Date(0).toUTCString() },
  ]
  for (const headers of unmet) expect([headers, (await ask(headers)).seen]).toEqual([headers, [200, []]])
  expect((await ask({}, 'HEAD')).seen).toEqual([200, []])
  expect((await ask({}, 'PUT')).seen).toEqual([405, []])
})

test('who is signed in has pages and files with the same', async ({ port, cookie: Cookie }) => {
  const ask = (path: string) => sendRaw(port, requestText('GET', path, { Cookie }))
  expect(summary(await ask('/settings/account'), 'page')).toEqual([200, []])
  expect(summary(await ask(`/operations/webhooks/${NO_ID}`), 'page')).toEqual([200, []])
  expect(summary(await ask('/api/v1/decisions/export?format=csv'), 'locked')).toEqual([200, []])
  expect(summary(await ask(`/api/v1/media/${NO_ID}`), 'locked')).toEqual([404, []])
  expect(summary(await ask(`/api/v1/imports/${NO_ID}/rejected`), 'locked')).toEqual([404, []])
})

test.for([
  ['no HTTP at all', 400, 'nonsense\r\n\r\n'],
  ['a space in the path', 400, 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['no host', 400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two lengths', 400, 'POST /api/v1/items HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
  ['a broken chunk', 400, 'POST /api/nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n'],
  ['headers without end', 431, `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['an expectation that nobody meets', 417, requestText('GET', '/', { Expect: 'the unexpected' })],
] as const)('%s is refused with all headers', async ([, status, bytes], { port }) => {
  expect(summary(await sendRaw(port, bytes), 'locked')).toEqual([status, []])
})

const UPGRADE = {
  Connection: 'Upgrade, close',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
}
const SOCKET = '/socket.io/?EIO=4&transport=websocket'

test.for([
  ['a transport that there is not', '/socket.io/?EIO=4&transport=nothing', UPGRADE],
  ['a session that there is not', `${SOCKET}&sid=nothing`, UPGRADE],
  ['a key that is none', SOCKET, { ...UPGRADE, 'Sec-WebSocket-Key': 'x' }],
  ['another protocol', SOCKET, { ...UPGRADE, Upgrade: 'h2c' }],
] as const)('an upgrade with %s is refused with all headers', async ([, path, headers], { port }) => {
  expect(summary(await sendRaw(port, requestText('GET', path, headers)), 'locked')).toEqual([400, []])
})

test('where nothing can be upgraded the answer is the one that it is without', async ({ port }) => {
  const ask = (path: string, headers: Record<string, string>) => sendRaw(port, requestText('GET', path, headers))
  expect(summary(await ask('/api/health/live', UPGRADE), 'locked')).toEqual([200, []])
  expect(summary(await ask('/sign-in', { ...UPGRADE, Upgrade: 'h2c' }), 'page')).toEqual([200, []])
})

test('no other place sets these headers', () => {
  const names =
    /content-security-policy|x-content-type-options|x-frame-options|referrer-policy|cross-origin-(?:opener|resource)|permissions-policy|strict-transport/i
  const found = globSync('{app,components,lib,workers}/**/*.{ts,tsx}')
    .concat('server.ts', 'proxy.ts', 'next.config.ts')
    .filter((file) => !file.includes('.test.') && names.test(withoutImports(readFileSync(file, 'utf8'))))
  expect(found.toSorted()).toEqual([
    'lib/core/http/file-response.ts',
    'lib/core/http/secured-server.ts',
    'lib/core/http/security-headers.ts',
    'proxy.ts',
  ])
})

const withoutImports = (text: string): string => text.replaceAll(/^import .*$/gm, '')

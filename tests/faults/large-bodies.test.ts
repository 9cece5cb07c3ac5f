import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import { test as databaseTest } from '../support/database'
import { startGuildhall } from '../support/running-guildhall'
import { aKey } from '../support/staff'

const run = promisify(execFile)
const MIB = 2 ** 20
const START_MS = 360_000

const test = databaseTest.extend('running', { scope: 'file' }, async ({ connectionString, db }, { onCleanup }) => {
  const guildhall = await startGuildhall({
    env: { DATABASE_URL: connectionString, GUILDHALL_SECRET: 'a-secret-for-tests-only-0123456789abcdef' },
  })
  onCleanup(() => guildhall.remove())
  return { ...guildhall, authorization: `Bearer ${await aKey(db, 'operator')}` }
})

type Headers = Record<string, string>

/** How an early answer looks from a raw socket whose other half goes on sending. */
async function byRawSocket(port: number, path: string, method: string, headers: Headers, bytes: Buffer) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => socket.once('end', resolve))
  const all = { Host: `127.0.0.1:${port}`, 'Content-Length': String(bytes.length), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const before = performance.now()
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  socket.write(bytes)
  await ended
  return { status: Number(text.slice(9, 12)), text: text.toLowerCase(), ms: performance.now() - before }
}

async function byCurl(url: string, method: string, headers: Headers, bytes: Buffer): Promise<string> {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const sending = run('curl', [
    '-sS',
    '-X',
    method,
    ...named,
    '-w',
    '%{stderr}%{http_code}',
    '--data-binary',
    '@-',
    url,
  ])
  sending.child.stdin?.on('error', () => undefined)
  sending.child.stdin?.end(bytes)
  const { stdout, stderr } = await sending
  return `${stderr} ${JSON.parse(stdout).code}`
}

const answers = [
  ['401 by a route', 'POST', '/api/v1/reports', {}, 401, 'key.unknown'],
  ['403 by a route', 'PATCH', '/api/v1/account', { keyed: '' }, 403, 'permission.denied'],
  ['413 by a route', 'POST', '/api/v1/reports', { keyed: '' }, 413, 'body.too_large'],
  ['400 at the gate', 'POST', '/api/v1/reports/%', { keyed: '' }, 400, 'request.bad_address'],
  ['404 of an address that is not there', 'POST', '/api/v1/nowhere', {}, 404, 'resource.not_found'],
  ['405 of Next', 'PUT', '/api/v1/reports', {}, 405, 'request.wrong_method'],
] as [string, string, string, Headers, number, string][]

test.for(answers)(
  '%s reaches who is still sending 50 MB',
  { timeout: START_MS },
  async ([, method, path, given, status, code], { running }) => {
    const authorization = 'keyed' in given ? running.authorization : 'Bearer nothing'
    const headers = { Authorization: authorization, 'Content-Type': 'application/json' }
    const bytes = Buffer.alloc(50 * MIB, ' ')
    const raw = await byRawSocket(running.port, path, method, headers, bytes)
    expect([raw.status, raw.text.includes('\r\nconnection: close\r\n'), raw.text.includes(code)]).toEqual([
      ...[status, true, true],
    ])
    expect(raw.ms).toBeLessThan(5_000)
    const url = `http://127.0.0.1:${running.port}${path}`
    const fetched = await fetch(url, { method, headers, body: bytes })
    expect([fetched.status, (await fetched.json()).code]).toEqual([status, code])
    expect(await byCurl(url, method, headers, bytes)).toBe(`${status} ${code}`)
  },
)

test('health answers all the while that 38 MB of ones arrive', { timeout: START_MS }, async ({ running }) => {
  const ones = Buffer.from(`{"reports":[${'1,'.repeat(19 * MIB)}1]}`)
  const headers = { Authorization: running.authorization, 'Content-Type': 'application/json' }
  const origin = `http://127.0.0.1:${running.port}`
  /** The longest wait during each of the bodies: other processes make some longer, and one that held the loop all of them. */
  const waits: number[] = []
  let longest = 0
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      const before = performance.now()
      expect((await fetch(`${origin}/api/health/live`)).status).toBe(200)
      longest = Math.max(longest, performance.now() - before)
      await delay(5)
    }
  })()
  for (let times = 0; times < 5; times += 1) {
    longest = 0
    // In chunks of no announced length every other time: then the values are counted, not the bytes.
    const body = times % 2 === 0 ? ones : new Blob([ones]).stream()
    const sent = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    const answer = await fetch(`${origin}/api/v1/reports`, sent)
    expect([answer.status, (await answer.json()).code]).toEqual([413, 'body.too_large'])
    waits.push(longest)
  }
  isDone = true
  await watching
  expect(Math.min(...waits)).toBeLessThan(2_000)
})

test('invalid UTF-8 is a 400, in a body, a query and a path', { timeout: START_MS }, async ({ running }) => {
  const headers = { Authorization: running.authorization, 'Content-Type': 'application/json' }
  const body = Buffer.from('{"item":{"type":"message","id":"m","text":"\xff"}}', 'latin1')
  const origin = `http://127.0.0.1:${running.port}`
  const answer = await fetch(`${origin}/api/v1/reports`, { method: 'POST', headers, body })
  expect([answer.status, (await answer.json()).code]).toEqual([400, 'body.not_utf8'])
  for (const path of ['/api/v1/rules?after=%ff', '/usage?metric=%ff', '/api/v1/rules/%ff', '/usage?metric=\xff']) {
    const raw = await byRawSocket(running.port, path, 'GET', { Connection: 'close' }, Buffer.alloc(0))
    expect([path, raw.status]).toEqual([path, 400])
  }
})

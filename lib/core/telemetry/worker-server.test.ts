import { afterEach, expect, onTestFinished, test } from 'vitest'
import { wrongHeaders } from '@/tests/support/expected-headers'
import { freePorts } from '@/tests/support/free-ports'
import { requestText, sendRaw } from '@/tests/support/raw-http'
import { extendEnv } from '../env'
import { startWorkerServer } from './worker-server'

const TOKEN = '0123456789abcdef0123'

afterEach(() => extendEnv({ GUILDHALL_METRICS_TOKEN: '' }))

async function serve(isHealthy: () => boolean): Promise<string> {
  const [port = 0] = await freePorts(1)
  const server = await startWorkerServer({ port, isHealthy })
  onTestFinished(server.close)
  return `http://127.0.0.1:${port}`
}

test('says whether the worker lives and works, and no more', async () => {
  let isHealthy = true
  const url = await serve(() => isHealthy)
  expect(await (await fetch(`${url}/api/health/live`)).json()).toEqual({ status: 'live' })
  expect(await (await fetch(`${url}/api/health/ready`)).json()).toEqual({ status: 'ready' })
  isHealthy = false
  const answer = await fetch(`${url}/api/health/ready`)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toEqual({ status: 'not ready' })
  expect((await fetch(`${url}/anything`)).status).toBe(404)
})

test('shows metrics to this machine, and through a proxy only to who has the token', async () => {
  const url = await serve(() => true)
  const forwarded = { 'X-Forwarded-For': '192.0.2.1' }
  const ask = async (headers: Record<string, string>) => (await fetch(`${url}/metrics`, { headers })).status
  expect(await ask({})).toBe(200)
  expect(await ask(forwarded)).toBe(403)
  expect(await ask({ ...forwarded, Authorization: `Bearer ${TOKEN}` })).toBe(403)
  extendEnv({ GUILDHALL_METRICS_TOKEN: TOKEN })
  expect(await ask({ ...forwarded, Authorization: `Bearer ${TOKEN}` })).toBe(200)
  expect(await ask({ ...forwarded, Authorization: `Bearer ${TOKEN}x` })).toBe(403)
})

test('whatever it answers has the headers of all our answers', async () => {
  const port = Number(new URL(await serve(() => false)).port)
  const upgrade = { Connection: 'Upgrade, close', Upgrade: 'websocket' }
  const asked: [number, string][] = [
    [200, requestText('GET', '/api/health/live')],
    [200, requestText('HEAD', '/api/health/live')],
    [503, requestText('GET', '/api/health/ready')],
    [200, requestText('GET', '/metrics')],
    [404, requestText('POST', '/%ff')],
    [404, requestText('GET', '/anything', upgrade)],
    [417, requestText('GET', '/metrics', { Expect: 'the unexpected' })],
    [400, requestText('CONNECT', 'hall.example:443')],
    [400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    [400, 'nonsense\r\n\r\n'],
    [431, `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`],
  ]
  for (const [status, text] of asked) {
    const answer = await sendRaw(port, text)
    expect([text.slice(0, 40), answer.status, wrongHeaders(answer, { policy: 'locked' })]).toEqual([
      text.slice(0, 40),
      status,
      [],
    ])
  }
})

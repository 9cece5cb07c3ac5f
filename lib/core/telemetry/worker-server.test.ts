import { afterEach, expect, onTestFinished, test } from 'vitest'
import { freePorts } from '@/tests/support/free-ports'
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

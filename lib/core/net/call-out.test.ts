import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { sendOutboundRequest } from './call-out'
import { resolveTarget } from './guard'

const LIMITS = { timeoutMs: 5_000, answerLimit: 1_000 }
const ALLOWED = { ...LIMITS, allowHosts: ['127.0.0.1'] }

async function aServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const answers =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

test.for([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://0/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[fe80::1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://10.1.2.3:8080/',
  'https://192.168.1.1/',
  'file:///etc/passwd',
  'ftp://8.8.8.8/',
])('%s is refused', async (url) => {
  await expect(resolveTarget(new URL(url), { allowHosts: [] })).rejects.toMatchObject({ failure: 'refused' })
})

test('a name is as good as the worst of its addresses', async () => {
  const url = new URL('http://example.org/')
  const ask = (...addresses: string[]) => resolveTarget(url, { allowHosts: [], resolve: answers(...addresses) })
  expect(await ask('93.184.216.34', '2606:2800:220:1::1')).toHaveLength(2)
  await expect(ask('93.184.216.34', '10.0.0.1')).rejects.toMatchObject({ failure: 'refused' })
  await expect(ask('::ffff:10.0.0.1')).rejects.toMatchObject({ failure: 'refused' })
  await expect(ask()).rejects.toMatchObject({ failure: 'unresolved' })
})

test.for([
  ['http://db.internal/', 'db.internal', true],
  ['http://DB.internal./', 'db.internal', true],
  ['http://db.internal:8080/', 'db.internal:8080', true],
  ['http://db.internal/', 'db.internal:80', true],
  ['https://db.internal/', 'db.internal:80', false],
  ['http://db.internal.example/', 'db.internal', false],
  ['http://a.db.internal/', 'db.internal', false],
] as const)('%s with %s listed is called: %s', async ([address, entry, isCalled]) => {
  const asked = resolveTarget(new URL(address), { allowHosts: [entry], resolve: answers('10.0.0.1') })
  if (isCalled) expect(await asked).toEqual([{ address: '10.0.0.1', family: 4 }])
  else await expect(asked).rejects.toMatchObject({ failure: 'refused' })
})

test('connects to the address that was checked, though the name says another the next time', async () => {
  const hosts: (string | undefined)[] = []
  const address = await aServer((request, response) => {
    hosts.push(request.headers.host)
    response.end('here')
  })
  const { port } = new URL(address)
  let asked = 0
  const resolve = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }]
  }
  const url = `http://rebinding.example:${port}/`
  const answer = await sendOutboundRequest({ ...LIMITS, url, allowHosts: [`rebinding.example:${port}`], resolve })
  expect([answer.body.toString(), asked, hosts]).toEqual(['here', 1, [`rebinding.example:${port}`]])
})

test('asks for the certificate of the name, at the address that was checked', async () => {
  const asked: string[] = []
  const server = createTlsServer({
    SNICallback: (name, done) => {
      asked.push(name)
      done(new Error('no certificate'))
    },
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const url = `https://platform.example:${(server.address() as AddressInfo).port}/`
  const called = sendOutboundRequest({
    ...LIMITS,
    url,
    allowHosts: ['platform.example'],
    resolve: answers('127.0.0.1'),
  })
  await expect(called).rejects.toMatchObject({ failure: 'broken' })
  expect(asked).toEqual(['platform.example'])
})

test('follows no redirect', async () => {
  const url = await aServer((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end())
  expect(await sendOutboundRequest({ ...ALLOWED, url })).toMatchObject({ status: 302, isCut: false })
})

test('reads to the limit and lets go', async () => {
  let sent = 0
  const url = await aServer(async (_request, response) => {
    const chunk = Buffer.alloc(65_536, 'x')
    let isOpen = true
    response.on('close', () => {
      isOpen = false
    })
    while (isOpen && sent < 1e9) {
      sent += chunk.length
      if (!response.write(chunk)) await Promise.race([new Promise((go) => response.once('drain', go)), delay(50)])
    }
  })
  const answer = await sendOutboundRequest({ ...ALLOWED, url })
  expect([answer.status, answer.body.length, answer.isCut]).toEqual([200, 1_000, true])
  expect(sent).toBeLessThan(1e8)
})

test('waits for a status as long as it was told, and keeps one that came before the body stopped', async () => {
  const silent = await aServer(() => undefined)
  await expect(sendOutboundRequest({ ...ALLOWED, url: silent, timeoutMs: 100 })).rejects.toMatchObject({
    failure: 'timeout',
  })
  const halting = await aServer((_request, response) => response.writeHead(200).write('half'))
  const answer = await sendOutboundRequest({ ...ALLOWED, url: halting, timeoutMs: 200 })
  expect([answer.status, answer.body.toString(), answer.isCut]).toEqual([200, 'half', true])
})

test('ends with the reason of whoever calls it off', async () => {
  const url = await aServer(() => undefined)
  const ending = new AbortController()
  const called = sendOutboundRequest({ ...ALLOWED, url, signal: ending.signal })
  ending.abort(new Error('leaving'))
  await expect(called).rejects.toThrow('leaving')
})

test('says in words what went wrong', async () => {
  const url = await aServer((request) => request.socket.destroy())
  await expect(sendOutboundRequest({ ...ALLOWED, url })).rejects.toMatchObject({ failure: 'broken' })
  await expect(sendOutboundRequest({ ...ALLOWED, url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({
    failure: 'unreachable',
    message: '127.0.0.1 refused the connection.',
  })
})

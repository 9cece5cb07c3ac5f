import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { wrongHeaders } from '@/tests/support/expected-headers'
import { type RawAnswer, requestText, sendRaw, valuesOf } from '@/tests/support/raw-http'
import { createSecuredServer } from './secured-server'

type Options = Parameters<typeof createSecuredServer>[0]

async function serve(answer: RequestListener, options: Options = {}) {
  const server = createSecuredServer(options).on('request', answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, port: (server.address() as AddressInfo).port }
}

const locked = (answer: RawAnswer) => [answer.status, wrongHeaders(answer, { policy: 'locked' })]

test.for<[string, RequestListener]>([
  ['end alone', (_request, response) => response.end('x')],
  [
    'flushed early',
    (_request, response) => {
      response.flushHeaders()
      response.end('x')
    },
  ],
  ['a list', (_request, response) => response.writeHead(200, ['X-A', 'b']).end('x')],
  ['a reason and an object', (_request, response) => response.writeHead(200, 'Fine', { 'X-A': 'b' }).end('x')],
  ['others that came before', (_request, response) => response.setHeader('x-frame-options', 'ALLOWALL').end('x')],
  ['a piped body', (request, response) => request.pipe(response)],
])('an answer with %s has all headers once', async ([, answer]) => {
  const { port } = await serve(answer)
  expect(locked(await sendRaw(port, requestText('GET', '/api/x')))).toEqual([200, []])
})

test('a policy that the API brings is the one that is sent', async () => {
  const { port } = await serve((_request, response) => response.setHeader('content-security-policy', 'sandbox').end())
  expect(valuesOf(await sendRaw(port, requestText('GET', '/api/x')), 'Content-Security-Policy')).toEqual(['sandbox'])
})

test('a request that does not arrive in time is told so', async () => {
  const { port } = await serve((_request, response) => response.end(), {
    ...{ headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 20 },
  })
  expect(locked(await sendRaw(port, 'GET / HTTP/1.1\r\nHost: x\r\n'))).toEqual([408, []])
})

test('in the middle of an answer nothing is written into it', async () => {
  const { port } = await serve((_request, response) => void response.write('first'))
  const more = { after: 'first', bytes: 'nonsense\r\n\r\n' }
  const answer = await sendRaw(port, 'GET /api/x HTTP/1.1\r\nHost: x\r\n\r\n', more)
  expect([answer.status, answer.body.includes('HTTP/1.1')]).toEqual([200, false])
})

test('after an answer a refusal is one of its own', async () => {
  const { port } = await serve((_request, response) => response.end('first'))
  const more = { after: 'first', bytes: 'nonsense\r\n\r\n' }
  const { body } = await sendRaw(port, 'GET /api/x HTTP/1.1\r\nHost: x\r\n\r\n', more)
  expect(body).toMatch(/^firstHTTP\/1\.1 400 Bad Request\r\nX-Content-Type-Options: nosniff\r\n/)
})

const upgrade = (path: string) => requestText('GET', path, { Connection: 'Upgrade', Upgrade: 'websocket' })

test.for(['write', 'end'] as const)(
  'what refuses an upgrade by %s has all headers, what allows it has none',
  async (how) => {
    const { server, port } = await serve((_request, response) => response.end(), {
      mayUpgrade: (path) => path === '/live',
    })
    server.on('upgrade', ({ url }, socket) => {
      const line = url === '/live?yes' ? '101 Switching Protocols' : '403 Forbidden'
      socket[how](`HTTP/1.1 ${line}\r\nX-A: $&\r\n\r\nHTTP/1.1 400 is text`)
      if (how === 'write') socket.end()
    })
    const refused = await sendRaw(port, upgrade('/live?no'))
    // It is no path of the API, and so has the policy of a page that brings none.
    expect(locked(refused)).toEqual([403, []])
    expect([valuesOf(refused, 'X-A'), refused.body]).toEqual([['$&'], 'HTTP/1.1 400 is text'])
    const allowed = await sendRaw(port, upgrade('/live?yes'))
    expect([allowed.status, allowed.headers]).toEqual([101, [['x-a', '$&']]])
    expect(
      locked(await sendRaw(port, requestText('GET', '/other', { Connection: 'Upgrade, close', Upgrade: 'x' }))),
    ).toEqual([200, []])
  },
)

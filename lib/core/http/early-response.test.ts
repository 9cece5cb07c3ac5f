import { execFile } from 'node:child_process'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readJsonBody } from './body'
import { closeAfterEarlyResponse } from './early-response'
import { toProblem } from './problem'

const run = promisify(execFile)
const MIB = 2 ** 20

/** A server that answers as this listener does; answers its port. */
async function serving(listener: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    closeAfterEarlyResponse(request, response)
    void listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, server }
}

/** A connection, all that it has read, and when it ended. */
async function dial(port: number) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => undefined)
  const ended = new Promise<number>((resolve) => socket.once('end', () => resolve(performance.now())))
  const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now())))
  const answered = new Promise<number>((resolve) => socket.once('data', () => resolve(performance.now())))
  onTestFinished(() => void socket.destroy())
  await new Promise((resolve) => socket.once('connect', resolve))
  return { socket, answered, ended, closed, text: () => text }
}

const head = (length: number | 'chunked', method = 'POST', more = '') =>
  `${method} / HTTP/1.1\r\nHost: here\r\n${length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`}\r\n${more}\r\n`

const refusing: RequestListener = (_request, response) => {
  response.writeHead(401, { 'Content-Type': 'text/plain' }).end('refused')
}

/** Reads up to a limit, as routes do, and then refuses. */
const reading: RequestListener = async (request, response) => {
  const asked = new Request('http://here/', { method: 'POST', body: request, duplex: 'half' } as never)
  const answer = await readJsonBody(asked).then(() => new Response('fine'), toProblem)
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
}

/** Writes until the other side takes no more, and waits for nothing. */
function pour(socket: Socket, bytes: number): void {
  const chunk = Buffer.alloc(64 * 1_024, ' ')
  let sent = 0
  const write = (): void => {
    while (sent < bytes && !socket.destroyed && socket.writable) {
      sent += chunk.length
      if (!socket.write(chunk)) return void socket.once('drain', write)
    }
  }
  write()
}

describe.for([
  ['401, nothing read', refusing, 401],
  ['413, read up to the limit', reading, 413],
] as const)('%s', ([, listener, status]) => {
  test.for([50 * MIB, 'chunked'] as const)('is read whole by who goes on sending: %s', async (length) => {
    const { port } = await serving(listener)
    const { socket, ended, closed, text } = await dial(port)
    socket.write(head(length))
    if (length === 'chunked') socket.write(`${(50 * MIB).toString(16)}\r\n`)
    pour(socket, 50 * MIB)
    const at = await ended
    expect(text()).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(text().toLowerCase()).toContain('\r\nconnection: close\r\n')
    expect(text()).toMatch(status === 401 ? /refused\r\n0\r\n\r\n$/ : /body\.too_large.*\}\r\n0\r\n\r\n$/)
    expect((await closed) - at).toBeLessThan(2_000)
  })

  test('is read whole by fetch and by curl', async () => {
    const { port } = await serving(listener)
    const url = `http://127.0.0.1:${port}/`
    const answer = await fetch(url, { method: 'POST', body: Buffer.alloc(50 * MIB) })
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toBe('')
    for (const expecting of ['Expect:', 'Expect: 100-continue']) {
      const write = '%{stderr}%{http_code} %{size_download}'
      const sending = run('curl', ['-sS', '-H', expecting, '-w', write, '--data-binary', '@-', url])
      sending.child.stdin?.on('error', () => undefined)
      sending.child.stdin?.end(Buffer.alloc(50 * MIB))
      const { stdout, stderr } = await sending
      expect([stdout.length > 0, stderr]).toEqual([true, `${status} ${stdout.length}`])
    }
  })

  test('does not wait longer than a second for who sends nothing more', async () => {
    const { port, server } = await serving(listener)
    const { socket, answered } = await dial(port)
    socket.write(head(50 * MIB))
    if (status === 413) pour(socket, 2 * MIB)
    const at = await answered
    expect((await connectionsGone(server)) - at).toBeLessThan(1_900)
  })

  test('does not wait longer than a second for who sends a byte at a time', async () => {
    const { port, server } = await serving(listener)
    const { socket, answered } = await dial(port)
    socket.write(head(50 * MIB))
    if (status === 413) pour(socket, 2 * MIB)
    const at = await answered
    const dripping = setInterval(() => socket.writable && socket.write(' '), 50)
    onTestFinished(() => clearInterval(dripping))
    expect((await connectionsGone(server)) - at).toBeLessThan(1_900)
  })
})

async function connectionsGone(server: Server): Promise<number> {
  for (;;) {
    const count = await new Promise<number>((resolve) => server.getConnections((_error, open) => resolve(open)))
    if (count === 0) return performance.now()
    await delay(10)
  }
}

test('a second request on the connection is not carried out after an early answer', async () => {
  let requests = 0
  const { port } = await serving((request, response) => {
    requests += 1
    refusing(request, response)
  })
  const { socket, ended } = await dial(port)
  socket.write(head(200_000))
  pour(socket, 200_000)
  socket.write(head(0))
  await ended
  expect(requests).toBe(1)
})

describe('the connection is kept', () => {
  test.for([
    ['a body that was read', 'POST', async (request) => void (await request.toArray())],
    ['a body that had arrived whole, unread', 'POST', async () => delay(0)],
    ['a GET with a body', 'GET', async () => delay(0)],
  ] as [string, string, (request: IncomingMessage) => Promise<void>][])('after %s', async ([, method, read]) => {
    const { port } = await serving(async (request, response) => {
      await read(request)
      response.end('ok')
    })
    const { socket, text } = await dial(port)
    for (let times = 1; times <= 3; times += 1) {
      socket.write(`${head(5, method)}hello`)
      await expect.poll(() => text().split('\r\n\r\nok').length - 1).toBe(times)
    }
    expect(text().toLowerCase()).not.toContain('connection: close')
  })

  test('after a request without a body that is answered at once', async () => {
    const { port } = await serving(refusing)
    const { socket, text } = await dial(port)
    for (let times = 1; times <= 2; times += 1) {
      socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
      await expect.poll(() => text().split('refused').length - 1).toBe(times)
    }
    expect(text().toLowerCase()).not.toContain('connection: close')
  })
})

test('who reads on while it answers reads all of it', async () => {
  let received = 0
  const { port } = await serving(async (request, response) => {
    response.writeHead(200)
    for await (const chunk of request) {
      received += chunk.length
      response.write('.')
    }
    response.end('done')
  })
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: Buffer.alloc(8 * MIB) })
  expect(await answer.text()).toMatch(/^\.+done$/)
  expect(received).toBe(8 * MIB)
})

test('a server that stops waits for nobody longer than that', async () => {
  const { port, server } = await serving(refusing)
  const { socket, answered } = await dial(port)
  socket.write(head(50 * MIB))
  await answered
  const before = performance.now()
  await new Promise((resolve) => server.close(resolve))
  expect(performance.now() - before).toBeLessThan(1_900)
})

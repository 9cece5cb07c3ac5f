import type { ServerResponse } from 'node:http'
import next from 'next'
import { closeDb, getPool } from '@/lib/core/db/client'
import { env } from '@/lib/core/env'
import { buildId, refusalOfOtherBuild } from '@/lib/core/http/build'
import { closeAfterEarlyResponse } from '@/lib/core/http/early-response'
import { rejectedRequest, removeUnusableHeaders, STATIC_FILE_METHODS } from '@/lib/core/http/gate'
import { BUILD_HEADER } from '@/lib/core/http/page-build'
import { setPeerAddress } from '@/lib/core/http/peer'
import { toProblem } from '@/lib/core/http/problem'
import { createSecuredServer } from '@/lib/core/http/secured-server'
import { createMethodNotAllowedHandler } from '@/lib/core/http/wrong-method'
import { stopOnSignals } from '@/lib/core/lifecycle'
import { log } from '@/lib/core/log'
import { attachLiveServer } from '@/lib/core/realtime/rooms'
import { observeProcess } from '@/lib/core/telemetry/process-metrics'
import { createRequestObserver } from '@/lib/core/telemetry/requests'
import { authenticateSocket, topicsFor } from '@/lib/staff/socket'

/** Requests under way have this long to end before their connections are cut. */
const DRAIN_MS = 4_000
/** A request may take as long as a large upload over a slow line, but not fall silent for long, and its headers come at once. */
const REQUEST_MS = 6 * 60 * 60 * 1_000
const SILENCE_MS = 120_000
const HEADERS_MS = 20_000

const { host, port, isProduction, databaseUrl = '' } = env()
const server = createSecuredServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, mayUpgrade })
server.timeout = SILENCE_MS
const app = next({ dev: !isProduction, hostname: host, port, httpServer: server })
await app.prepare()
const handle = app.getRequestHandler()

observeProcess(getPool())
const observeRequest = createRequestObserver()
const explainWrongMethod = await createMethodNotAllowedHandler()
server.on('request', (request, response) => {
  observeRequest(request, response)
  closeAfterEarlyResponse(request, response)
  explainWrongMethod(request, response)
  if (request.url?.startsWith('/api/')) response.setHeader(BUILD_HEADER, buildId())
  const refusal = rejectedRequest(request) ?? refusalOfOtherBuild(request)
  if (refusal) {
    if (refusal.kind === 'wrong_method') response.setHeader('Allow', STATIC_FILE_METHODS.join(', '))
    void send(toProblem(refusal), response)
    return
  }
  removeUnusableHeaders(request)
  handle(request, response).catch((error: unknown) => {
    log.error({ err: error }, 'a request failed outside its route')
    response.destroy()
  })
})

const rooms = await attachLiveServer(server, databaseUrl, { authenticate: authenticateSocket, topicsFor })
// First of all listeners, also of those for upgrades: nobody reads a peer that the client itself has claimed.
server.prependListener('request', (request) => setPeerAddress(request))
server.prependListener('upgrade', (request) => setPeerAddress(request))

server.listen(port, host, () => log.info({ host, port }, 'the web is listening'))

stopOnSignals(async () => {
  await rooms.close()
  const closed = new Promise((resolve) => server.close(resolve))
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearTimeout(cut)
  await app.close()
  await closeDb()
})

/** To the socket of the live connection and, in development, to that of Next's own. */
function mayUpgrade(path: string): boolean {
  return path.startsWith('/socket.io/') || (!isProduction && path.startsWith('/_next/'))
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
}

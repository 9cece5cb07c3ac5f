import type { IncomingMessage, ServerResponse } from 'node:http'
import { env } from '../env'
import { isLocalRequest } from '../http/peer'
import { createSecuredServer, type SecuredServer } from '../http/secured-server'
import { renderMetrics } from './exposition'

export interface WorkerServerOptions {
  port: number
  /** Default is where the web listens too (HOST). */
  host?: string
  /** Whether the worker reaches the database and does its work. */
  isHealthy: () => boolean | Promise<boolean>
}

/**
 * The worker's own small server: /api/health/live, /api/health/ready and /metrics, answered as the web answers them. Call
 * observeProcess() for what /metrics shows.
 */
export async function startWorkerServer(options: WorkerServerOptions): Promise<{ close: () => Promise<void> }> {
  const server = createSecuredServer({}).on('request', (request, response) => {
    answer(options, request, response).catch(() => response.destroy())
  })
  await listen(server, options.port, options.host ?? env().host)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(options: WorkerServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split('?')[0]
  if (path === '/api/health/live') return send(response, 200, 'application/json', '{"status":"live"}')
  if (path === '/api/health/ready') {
    const isHealthy = await options.isHealthy()
    return send(
      response,
      isHealthy ? 200 : 503,
      'application/json',
      `{"status":"${isHealthy ? 'ready' : 'not ready'}"}`,
    )
  }
  if (path === '/metrics') {
    const isLocal = isLocalRequest(request)
    const { status, contentType, body } = await renderMetrics({
      isLocal,
      authorization: request.headers.authorization ?? null,
    })
    return send(response, status, contentType, body)
  }
  send(response, 404, 'text/plain', '')
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(body)
}

const listen = (server: SecuredServer, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })

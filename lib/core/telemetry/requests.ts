import type { IncomingMessage, ServerResponse } from 'node:http'
import { Histogram } from 'prom-client'
import { registry } from './registry'

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Makes a function that counts and times requests by method and status; paths would make a series of each id. */
export function createRequestObserver(): (request: IncomingMessage, response: ServerResponse) => void {
  const duration = new Histogram({
    name: 'guildhall_http_request_seconds',
    help: 'Requests by method and status, from their arrival to the end of the response.',
    labelNames: ['method', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry()],
  })
  return (request, response) => {
    const end = duration.startTimer({ method: request.method ?? 'GET' })
    response.once('close', () => end({ status: response.statusCode }))
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What is still read of a body after its answer, and for how long: so that who sends it gets to read the answer. */
const DRAIN_BYTES = 1024 * 1024
const DRAIN_MS = 1_000

/**
 * Has an answer that is given before the request's body was read end the connection in good order: it says so, its side is
 * closed, and what still comes is read and dropped for a moment. Without this Node either reads all of the body before the
 * next request, or resets the connection, and a client that is still sending never sees why. Call it before anything answers.
 */
export function closeAfterEarlyResponse(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request)) return
  const { socket } = request
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
  response.writeHead = (...args: unknown[]) => {
    if (!request.complete && !response.headersSent) {
      response.setHeader('Connection', 'close')
      // Node calls it where an answer was the connection's last.
      socket.destroySoon = () => drain(socket)
    }
    return writeHead(...args)
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Closes our side and reads on, up to a limit, until the other side has closed too. */
function drain(socket: Socket): void {
  if (socket.destroyed) return
  const end = setTimeout(() => socket.destroy(), DRAIN_MS)
  socket.once('close', () => clearTimeout(end))
  socket.once('end', () => socket.destroy())
  // Nothing more is a request: the parser would stop reading once its buffer is full.
  socket.removeAllListeners('data')
  let left = DRAIN_BYTES
  socket.on('data', (chunk: Buffer) => {
    left -= chunk.byteLength
    // What the sender can't get rid of makes it look at what it was answered; a reset would take that from it.
    if (left <= 0) socket.pause()
  })
  socket.end()
  socket.resume()
}

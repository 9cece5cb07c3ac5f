/** `refused` by our own guard; `unresolved` and `unreachable` before a connection, `timeout` and `broken` at any time. */
export type OutboundFailure = 'refused' | 'unresolved' | 'unreachable' | 'timeout' | 'broken'

/** A call to somebody else's system that brought no answer; the message is a sentence for people. */
export class OutboundError extends Error {
  override readonly name = 'CallError'
  constructor(
    readonly failure: OutboundFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

const UNREACHABLE: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  EHOSTUNREACH: 'can’t be reached',
  ENETUNREACH: 'can’t be reached',
  ETIMEDOUT: 'didn’t accept the connection in time',
}

/** What went wrong on the wire, without addresses: messages are shown to people. */
export function toOutboundError(error: unknown, host: string): OutboundError {
  if (error instanceof OutboundError) return error
  const { code = 'unknown' } = error as { code?: string }
  const unreachable = UNREACHABLE[code]
  if (unreachable) return new OutboundError('unreachable', `${host} ${unreachable}.`, { cause: error })
  return new OutboundError('broken', `The connection to ${host} was lost (${code}).`, { cause: error })
}

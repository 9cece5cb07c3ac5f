/** `refused` by our own guard; `unresolved` and `unreachable` before a connection, `timeout` and `broken` at any time. */
export type CallFailure = 'refused' | 'unresolved' | 'unreachable' | 'timeout' | 'broken'

/** A call to somebody else's system that brought no answer; the message is a sentence for people. */
export class CallError extends Error {
  override readonly name = 'CallError'
  constructor(
    readonly failure: CallFailure,
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
export function toCallError(error: unknown, host: string): CallError {
  if (error instanceof CallError) return error
  const { code = 'unknown' } = error as { code?: string }
  const unreachable = UNREACHABLE[code]
  if (unreachable) return new CallError('unreachable', `${host} ${unreachable}.`, { cause: error })
  return new CallError('broken', `The connection to ${host} was lost (${code}).`, { cause: error })
}

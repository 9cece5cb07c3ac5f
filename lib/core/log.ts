import { pino } from 'pino'
import { env } from './env'

const stderr = pino.destination(2)
// A closed terminal takes no more lines, which must not keep a process from stopping in good order.
stderr.on('error', () => undefined)

/** Structured lines on stderr, which leaves stdout to what a command answers. Log ids, never names, addresses or tokens. */
export const log = pino({ level: env().logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, stderr)

export type Log = Pick<typeof log, 'debug' | 'info' | 'warn' | 'error'>

import { pino } from 'pino'
import { env } from './env'

/** Structured lines on stderr, which leaves stdout to what a command answers. Log ids, never names, addresses or tokens. */
export const log = pino(
  { level: env().logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination(2),
)

export type Log = Pick<typeof log, 'debug' | 'info' | 'warn' | 'error'>

import { type DestinationStream, pino } from 'pino'
import { env } from './env'

const stderr = pino.destination(2)
// A closed terminal takes no more lines, which must not keep a process from stopping in good order.
stderr.on('error', () => undefined)

/** As long as a secret of newToken() is, or longer where something stands right before or behind it. */
const LONG_WORD = /[\w-]{43,}/g

/**
 * A line in which `[secret]` stands in place of what may be the secret of a link, a session or a key: 43 characters or more of
 * base64url with both cases in them. Hashes in hex and names in kebab-case stay.
 */
const withoutSecrets = (line: string): string =>
  line.replace(LONG_WORD, (word) => (/[A-Z]/.test(word) && /[a-z]/.test(word) ? '[secret]' : word))

/** Structured lines, of which each is written without what may be a secret, wherever in it that stands. */
export const createLog = (stream: DestinationStream, level: string = env().logLevel) =>
  pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: withoutSecrets } },
    stream,
  )

/** On stderr, which leaves stdout to what a command answers. Log ids, never names, addresses or tokens. */
export const log = createLog(stderr)

export type Log = Pick<typeof log, 'debug' | 'info' | 'warn' | 'error'>

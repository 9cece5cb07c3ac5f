import { type DestinationStream, pino } from 'pino'
import { env } from './env'

const stderr = pino.destination(2)
// A closed terminal takes no more lines, which must not keep a process from stopping in good order.
stderr.on('error', () => undefined)

/** As long as a secret of newToken() is, or longer where something stands right before or behind it. */
const LONG_WORD = /[\w-]{43,}/g
/** The longest names of functions have fewer; of secrets made of letters alone one in ten thousand does. */
const CAPITALS_OF_NAMES = 10

/**
 * Masks what may be the secret of a link, a session or a key: 43 characters or more of base64url with both cases in them. Hashes
 * in hex, names in kebab-case and those of functions in a stack stay.
 */
const withoutSecrets = (line: string): string => line.replace(LONG_WORD, (word) => (isRandom(word) ? '[secret]' : word))

function isRandom(word: string): boolean {
  const capitals = word.match(/[A-Z]/g)?.length ?? 0
  return capitals > 0 && /[a-z]/.test(word) && (/[\d_-]/.test(word) || capitals >= CAPITALS_OF_NAMES)
}

/** Structured lines, of which each is written without what may be a secret, wherever in it that stands. */
export const createLog = (stream: DestinationStream, level: string = env().logLevel) =>
  pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: withoutSecrets } },
    stream,
  )

/** On stderr, which leaves stdout to what a command answers. Log ids, never names, addresses or tokens. */
export const log = createLog(stderr)

export type Log = Pick<typeof log, 'debug' | 'info' | 'warn' | 'error'>

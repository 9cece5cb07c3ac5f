import { isUtf8 } from 'node:buffer'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { DomainError } from '../errors'
import { createJsonScanner, type JsonCounts } from './json-scanner'
import { rejectUnstorableText } from './refuse-unstorable'

/** How much a JSON body may hold; over one of these it answers 413 before anything of it is parsed. */
export interface BodyLimits {
  bytes: number
  /** Objects, lists, texts, numbers and literals; so many names of members too. */
  values: number
  /** Objects and lists within one another. */
  depth: number
  /** Objects, lists and names together, where an address takes long lists of texts and little else. Default: no limit of its own. */
  structure?: number
}

/** For every address that names no limits of its own. */
export const BODY_LIMITS: BodyLimits = { bytes: 1024 * 1024, values: 10_000, depth: 32 }

/** A chunk costs the same whether it holds one byte or thousands: a body has so many, and beyond them chunks of so many bytes. */
const CHUNKS_FREE = 1_000
const CHUNK_LEAST = 64

/** From here on, each step with a body takes milliseconds, and other requests have their turn in between. */
const LARGE_BYTES = 64 * 1024
const LARGE_VALUES = 1_000

export interface JsonBody {
  value: unknown
  /** Whether it is so large that what is done with it should take turns with others. */
  isLarge: boolean
}

/**
 * Reads a JSON body up to its limits, counting as it comes, so that a false Content-Length changes nothing.
 * @throws DomainError `body.too_large`; `body.not_utf8`, `body.not_json` (malformed); `input.unstorable_text` (invalid)
 */
export const readJsonBody = async (request: Request, limits?: BodyLimits): Promise<unknown> =>
  (await readSizedBody(request, limits)).value

/** The same, for who goes on with it otherwise where it is large. */
export async function readSizedBody(request: Request, limits: BodyLimits = BODY_LIMITS): Promise<JsonBody> {
  const { text, isLarge, hasUnicodeEscape } = await readText(request, limits)
  if (isLarge) await nextTurn()
  const value = parseJson(text)
  // Bytes that are UTF-8 and JSON can say what is not storable by an escape only.
  if (hasUnicodeEscape) rejectUnstorableText(value)
  if (isLarge) await nextTurn()
  return { value, isLarge }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DomainError('malformed', 'body.not_json', 'The body isn’t valid JSON.', { cause })
  }
}

interface JsonText {
  text: string
  isLarge: boolean
  hasUnicodeEscape: boolean
}

async function readText(request: Request, limits: BodyLimits): Promise<JsonText> {
  refuseSize(Number(request.headers.get('content-length') ?? 0), limits)
  const scan = createJsonScanner()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    refuseSize(size, limits)
    if (chunks.length > CHUNKS_FREE + size / CHUNK_LEAST) throw tooLarge('The body was sent in too many small chunks.')
    refuseCounts(scan(chunk), limits)
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (!isUtf8(bytes)) throw new DomainError('malformed', 'body.not_utf8', 'The body isn’t valid UTF-8.')
  const { values, hasUnicodeEscape } = scan()
  return { text: bytes.toString('utf8'), isLarge: size > LARGE_BYTES || values > LARGE_VALUES, hasUnicodeEscape }
}

function refuseSize(bytes: number, limits: BodyLimits): void {
  if (bytes > limits.bytes) throw tooLarge(`The body is larger than ${limits.bytes} bytes.`)
}

function refuseCounts({ values, keys, containers, depth }: JsonCounts, limits: BodyLimits): void {
  if (values > limits.values || keys > limits.values) throw tooLarge(`The body has more than ${limits.values} values.`)
  if (depth > limits.depth) throw tooLarge(`The body is nested more than ${limits.depth} levels deep.`)
  if (limits.structure !== undefined && containers + keys > limits.structure)
    throw tooLarge(`The body has more than ${limits.structure} objects, arrays and keys.`)
}

const tooLarge = (message: string): DomainError => new DomainError('too_large', 'body.too_large', message)

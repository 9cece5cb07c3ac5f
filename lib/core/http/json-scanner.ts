/** What a JSON text is made of, as far as it has come. */
export interface JsonCounts {
  /** Objects, lists, texts, numbers and literals. */
  values: number
  /** Names of members, each as often as it is there. */
  keys: number
  /** Objects and lists. */
  containers: number
  /** How deep objects and lists nest, at the deepest place so far. */
  depth: number
  /** Whether a `\u` escape was there: without one no text holds a NUL or half a surrogate pair. */
  hasUnicodeEscape: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LETTER_U = 0x75
const NOTHING = new Uint8Array(0)

/** What a byte outside of texts means. */
const BETWEEN = 1
const COLON = 2
const OPENS = 3
const CLOSES = 4
const MEANING = new Uint8Array(256)
for (const blank of ' \t\n\r,') MEANING[blank.charCodeAt(0)] = BETWEEN
for (const [bytes, meaning] of [[':', COLON] as const, ['[{', OPENS] as const, [']}', CLOSES] as const])
  for (const byte of bytes) MEANING[byte.charCodeAt(0)] = meaning

/**
 * Counts what a JSON text holds from its bytes, chunk by chunk, cut anywhere. It checks no grammar: of what is no JSON the
 * counts say only what a parser would see before it stops.
 */
export function createJsonScanner() {
  const counts: JsonCounts = { values: 0, keys: 0, containers: 0, depth: 0, hasUnicodeEscape: false }
  let depth = 0
  let isInText = false
  let isEscaped = false
  let isInScalar = false

  /** Answers where the text ends in the chunk, or the chunk's length. */
  function skipText(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at]
      if (isEscaped) {
        isEscaped = false
        if (byte === LETTER_U) counts.hasUnicodeEscape = true
      } else if (byte === BACKSLASH) isEscaped = true
      else if (byte === QUOTE) {
        isInText = false
        return at
      }
    }
    return chunk.length
  }

  function note(byte: number): void {
    const meaning = MEANING[byte] ?? 0
    if (meaning === 0) {
      if (!isInScalar) counts.values += 1
      isInScalar = true
      return
    }
    isInScalar = false
    if (meaning === COLON) {
      // The text before it was a name and no value.
      counts.keys += 1
      counts.values -= 1
    } else if (meaning === OPENS) {
      counts.values += 1
      counts.containers += 1
      depth += 1
      if (depth > counts.depth) counts.depth = depth
    } else if (meaning === CLOSES) depth -= 1
  }

  /** Reads on; answers the counts so far, always the same object. */
  return function scan(chunk: Uint8Array = NOTHING): JsonCounts {
    for (let at = 0; at < chunk.length; at += 1) {
      if (isInText) at = skipText(chunk, at)
      else if (chunk[at] === QUOTE) {
        isInText = true
        isInScalar = false
        counts.values += 1
      } else note(chunk[at] ?? 0)
    }
    return counts
  }
}

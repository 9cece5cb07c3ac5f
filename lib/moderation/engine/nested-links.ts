/** A part of a link that says something else when it is decoded. */
export interface EncodedSegment {
  /** Within the link's tail. */
  start: number
  end: number
  text: string
}

const PARTS = /[^&?#;]+/g
const ESCAPES = /(?:%[\da-f]{2})+/gi
const ASCII_ESCAPE = /%([0-7][\da-f])/gi
/** A redirect to a redirect is encoded twice; more often than three times nobody does it. */
const ROUNDS = 3

/** The parts of a link's path and query that may hold another link in escapes (`?u=https%3A%2F%2Fexample.org`), decoded. */
export function encodedSegments(tail: string): EncodedSegment[] {
  if (!tail.includes('%')) return []
  return [...tail.matchAll(PARTS)].flatMap(({ index, 0: part }) => {
    const text = decodeFully(part)
    const isInPath = index === 0 || (index === 1 && /[/\\]/.test(part.charAt(0)))
    // Two slashes at the beginning of a path are no beginning of a link.
    return text !== part && /[:/\\]/.test(text)
      ? [{ start: index, end: index + part.length, text: isInPath ? `.${text}` : text }]
      : []
  })
}

function decodeFully(part: string): string {
  let text = part
  for (let round = 0; round < ROUNDS && text.includes('%'); round += 1) {
    const plain = text.replace(ESCAPES, decodeRun)
    if (plain === text) return text
    text = plain
  }
  return text
}

/** Escapes that are no UTF-8 stay as they are, but for those of ASCII. */
function decodeRun(escapes: string): string {
  try {
    return decodeURIComponent(escapes)
  } catch {
    return escapes.replace(ASCII_ESCAPE, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  }
}

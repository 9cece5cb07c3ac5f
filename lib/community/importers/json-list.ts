/** An element's JSON text, or why the list ends. */
export type JsonElement = { text: string } | { reason: string }

const ELEMENT_LIMIT = 1024 * 1024

/** Cuts a JSON list that comes in pieces into its elements, so that a long file never stands in memory as a whole. */
export class JsonListReader {
  private state: 'before' | 'between' | 'in' | 'after' = 'before'
  private depth = 0
  private isInString = false
  private isEscaped = false
  private parts: string[] = []
  private length = 0

  push(piece: string): JsonElement[] {
    const elements: JsonElement[] = []
    let start = 0
    for (let at = 0; at < piece.length; at += 1) {
      const char = piece.charCodeAt(at)
      if (this.state === 'in') {
        if (!this.endsElement(char)) continue
        this.keep(piece.slice(start, at))
        elements.push(this.take())
        this.state = char === CLOSE_LIST ? 'after' : 'between'
      } else if (!isSpace(char)) {
        if (!this.begin(char, elements)) return elements
        start = at
      }
    }
    if (this.state === 'in') this.keep(piece.slice(start))
    return elements
  }

  end(): JsonElement[] {
    if (this.state === 'after') return []
    return [{ reason: this.state === 'before' ? 'the file is not a JSON list' : 'the list is cut off' }]
  }

  /** Whether reading goes on after a character between elements. */
  private begin(char: number, elements: JsonElement[]): boolean {
    if (this.state === 'before') {
      this.state = char === OPEN_LIST ? 'between' : 'after'
      if (this.state === 'after') elements.push({ reason: 'the file is not a JSON list' })
      return this.state === 'between'
    }
    if (this.state === 'after') return false
    if (char === CLOSE_LIST) this.state = 'after'
    else if (char !== COMMA) {
      this.state = 'in'
      this.endsElement(char)
    }
    return true
  }

  /** Follows one character of an element; whether it stands behind the element's end. */
  private endsElement(char: number): boolean {
    if (this.isInString) {
      if (this.isEscaped) this.isEscaped = false
      else if (char === BACKSLASH) this.isEscaped = true
      else if (char === QUOTE) this.isInString = false
      return false
    }
    if (char === QUOTE) this.isInString = true
    else if (char === OPEN_OBJECT || char === OPEN_LIST) this.depth += 1
    else if (this.depth === 0) return char === COMMA || char === CLOSE_LIST
    else if (char === CLOSE_OBJECT || char === CLOSE_LIST) this.depth -= 1
    return false
  }

  private keep(part: string): void {
    this.length += part.length
    if (this.length <= ELEMENT_LIMIT) this.parts.push(part)
    else this.parts = []
  }

  private take(): JsonElement {
    const element =
      this.length > ELEMENT_LIMIT ? { reason: 'the message is longer than 1 MiB' } : { text: this.parts.join('') }
    this.parts = []
    this.length = 0
    return element
  }
}

const [QUOTE, COMMA, BACKSLASH] = [34, 44, 92]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125]
const isSpace = (char: number): boolean => char === 32 || (char >= 9 && char <= 13)

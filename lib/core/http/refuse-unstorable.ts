import { DomainError, invalid } from '../errors'

/** Deeper than any body of ours; what recurses over a value later must not run out of stack. */
const DEPTH_MAX = 32

/**
 * Refuses what no schema sees and the database could not hold: a NUL or half a surrogate pair in a text, and nesting without
 * end. The one place for it, so that no field is forgotten.
 * @throws DomainError `input.unstorable_text` (invalid) with the path; `body.too_deep` (malformed)
 */
export function refuseUnstorable(value: unknown, path: readonly (string | number)[] = []): void {
  if (typeof value === 'string') refuseText(value, path)
  if (typeof value !== 'object' || value === null) return
  if (path.length >= DEPTH_MAX) throw new DomainError('malformed', 'body.too_deep', 'The body is nested too deeply.')
  for (const [name, part] of Object.entries(value)) {
    refuseText(name, path)
    refuseUnstorable(part, [...path, name])
  }
}

function refuseText(text: string, path: readonly (string | number)[]): void {
  if (isStorable(text)) return
  throw invalid(path.join('.'), 'This text holds a character that can not be kept.', 'input.unstorable_text')
}

/** Whether PostgreSQL can keep a text as it is, also inside of JSON. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

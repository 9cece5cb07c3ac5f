import { DomainError, invalid } from '../errors'

/** Deeper than any input of ours; what recurses over a value later must not run out of stack. */
const DEPTH_MAX = 32

/**
 * Refuses what no schema sees and the database could not hold: a NUL or half a surrogate pair in a text, and nesting without
 * end. The one place for it, so that no field is forgotten.
 * @throws DomainError `input.unstorable_text` (invalid) with the path; `body.too_large`
 */
export function rejectUnstorableText(value: unknown): void {
  walk(value, [])
}

/** One path serves the whole walk: a copy for each value was most of its time. */
function walk(value: unknown, path: (string | number)[]): void {
  if (typeof value === 'string') refuseText(value, path)
  if (typeof value !== 'object' || value === null) return
  if (path.length >= DEPTH_MAX)
    throw new DomainError('too_large', 'body.too_large', `The input is nested more than ${DEPTH_MAX} levels deep.`)
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) walkInto(value[index], index, path)
    return
  }
  for (const name of Object.keys(value)) {
    refuseText(name, path)
    walkInto((value as Record<string, unknown>)[name], name, path)
  }
}

function walkInto(part: unknown, name: string | number, path: (string | number)[]): void {
  path.push(name)
  walk(part, path)
  path.pop()
}

function refuseText(text: string, path: readonly (string | number)[]): void {
  if (isStorable(text)) return
  throw invalid(path.join('.'), 'This text has a character that can’t be stored.', 'input.unstorable_text')
}

/** Whether PostgreSQL can keep a text as it is, also inside of JSON. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

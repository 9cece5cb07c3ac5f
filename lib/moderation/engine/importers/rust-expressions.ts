/**
 * Expressions of Rust's regex crate, which Discord's AutoMod runs (its documentation, "Syntax"). Most mean the same here; these
 * would be taken and mean something else.
 */
const DIALECT_DIFFERENCES: readonly { at: RegExp; reason: string }[] = [
  {
    at: /\\b\{(?:start|end)(?:-half)?\}/,
    reason: '\\b{…} means the start or end of a word in Discord, but text in braces in Guildhall',
  },
  { at: /\\[<>]/, reason: '\\< and \\> mean the start and end of a word in Discord, but characters in Guildhall' },
  { at: /\{,\d+\}/, reason: '{,…} is a repetition in Discord, but text in braces in Guildhall' },
]

/** Why an expression would mean something else here than there; undefined where it does not. */
export function findDialectDifference(pattern: string): string | undefined {
  const plain = withoutEscapes(pattern)
  const found = DIALECT_DIFFERENCES.find(({ at }) => at.test(plain))
  return found?.reason ?? (hasSetOperation(plain) ? SETS : undefined)
}

const SETS =
  'a class within a class, or &&, -- or ~~ in a class, is a set operation in Discord, but characters in Guildhall'

/** Two backslashes are one sign, and what follows them is no escape. */
const withoutEscapes = (pattern: string): string => pattern.replaceAll('\\\\', '..')

/** Whether a class holds another one, or an operation on sets. Classes such as `[:alpha:]` mean the same. */
function hasSetOperation(pattern: string): boolean {
  let isClass = false
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1
    else if (!isClass) {
      if (pattern[at] !== '[') continue
      isClass = true
      if (pattern[at + 1] === '^') at += 1
      // A ] that comes first is one of the class.
      if (pattern[at + 1] === ']') at += 1
    } else if (pattern[at] === ']') isClass = false
    else if (pattern[at] === '[') {
      const named = /^\[:\^?\w+:\]/.exec(pattern.slice(at))?.[0]
      if (named === undefined) return true
      at += named.length - 1
    } else if (/^(?:&&|--|~~)/.test(pattern.slice(at))) return true
  }
  return false
}

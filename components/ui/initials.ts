/** Up to two letters that stand for a person: "Ada Byron" is AB, "ada" is AD. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const [first = ''] = words
  const letters =
    words.length > 1 ? [first, words.at(-1) ?? ''].map((word) => [...word][0] ?? '') : [...first].slice(0, 2)
  return letters.join('').toUpperCase()
}

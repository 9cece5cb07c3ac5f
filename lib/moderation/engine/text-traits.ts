import type { LeafOf } from './schema'

/** Mentions as Discord, Zulip and most others write them. Each part is bounded, so that a text is read once. */
const MENTION = /<@[!&]?\d{1,25}>|@\*\*[^*\n]{1,100}\*\*|(?<![\p{L}\p{N}_.@])@[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,63}/gu

/** How many people or groups a text mentions, each once. */
export function countMentions(text: string): number {
  if (!text.includes('@')) return 0
  return new Set(Array.from(text.matchAll(MENTION), ([mention]) => mention.toLowerCase())).size
}

export function holdsCaps(text: string, { share, minLength }: LeafOf<'caps'>): boolean {
  let upper = 0
  let lower = 0
  for (const character of text) {
    if (character === character.toLowerCase()) {
      if (character !== character.toUpperCase()) lower += 1
    } else upper += 1
  }
  const letters = upper + lower
  return letters >= minLength && upper >= share * letters
}

export function holdsRepetition(text: string, { characters, words, lines }: LeafOf<'repetition'>): boolean {
  return (
    (characters !== undefined && longestRun(withoutSpace(text)) >= characters) ||
    (words !== undefined && longestRun(wordsOf(text)) >= words) ||
    (lines !== undefined && mostFrequent(linesOf(text)) >= lines)
  )
}

const withoutSpace = (text: string): string => text.replaceAll(/\s/g, '')

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '')

function longestRun(parts: Iterable<string>): number {
  let longest = 0
  let run = 0
  let before: string | null = null
  for (const part of parts) {
    run = part === before ? run + 1 : 1
    longest = Math.max(longest, run)
    before = part
  }
  return longest
}

function mostFrequent(parts: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1)
  let most = 0
  for (const count of counts.values()) most = Math.max(most, count)
  return most
}

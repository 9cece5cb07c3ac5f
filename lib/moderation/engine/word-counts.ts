/** In how many of some texts each word stands. */
export interface WordCounts {
  texts: number
  words: ReadonlyMap<string, number>
}

/** A word where it stands in a text; `score` is how much more it is of what is acted on than of ordinary texts. */
export interface Token {
  /** Lower-case, in the composed form (NFC). */
  word: string
  start: number
  end: number
  score: number
}

/**
 * Words and numbers, also with an apostrophe or a hyphen within, without the underscore that closes an emphasis. Bounded, because
 * to put marks in order takes time that grows with the square of their number.
 */
const TOKEN = /[\p{L}\p{N}](?:_*[\p{L}\p{N}\p{M}]){0,200}(?:['’-][\p{L}\p{N}][\p{L}\p{N}\p{M}]{0,200}){0,10}/gu
const TOKENS_MAX = 2_000

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const found of text.matchAll(TOKEN)) {
    const [word] = found
    tokens.push({
      word: word.normalize('NFC').toLowerCase(),
      start: found.index,
      end: found.index + word.length,
      score: 0,
    })
    if (tokens.length === TOKENS_MAX) break
  }
  return tokens
}

export function countWords(texts: Iterable<string>): WordCounts {
  const words = new Map<string, number>()
  let count = 0
  for (const text of texts) {
    count += 1
    for (const word of new Set(tokensOf(text).map((token) => token.word))) words.set(word, (words.get(word) ?? 0) + 1)
  }
  return { texts: count, words }
}

const LENGTH_LEAST = 3
const LENGTH_MAX = 60
/** With fewer ordinary texts than this nothing is known of what members write, and short words are taken for ordinary. */
export const ENOUGH_TEXTS = 100
const LONG = 5
/** Of ordinary texts; what stands in more of them tells nothing, unless it is so many times as frequent among the others. */
const ORDINARY_SHARE = 0.005
const TIMES_MORE = 4
const ORDINARY_MOST = 0.02
const DISTINCTIVE_MAX = 8

/** The words that tell a text apart, the best first, each once. */
export function distinctiveOf(tokens: readonly Token[], ordinary: WordCounts, acted: WordCounts): Token[] {
  const first = new Map<string, Token>()
  for (const token of tokens) if (!first.has(token.word)) first.set(token.word, token)
  return [...first.values()]
    .filter(({ word }) => isDistinctive(word, ordinary, acted))
    .map((token) => ({ ...token, score: scoreOf(token.word, ordinary, acted) }))
    .sort((a, b) => b.score - a.score || b.word.length - a.word.length)
    .slice(0, DISTINCTIVE_MAX)
}

function isDistinctive(word: string, ordinary: WordCounts, acted: WordCounts): boolean {
  if (word.length < LENGTH_LEAST || word.length > LENGTH_MAX || /^\d/.test(word)) return false
  const usual = shareOf(word, ordinary)
  if (ordinary.texts < ENOUGH_TEXTS) return word.length >= LONG && usual < 0.1
  return usual <= ORDINARY_SHARE || (usual <= ORDINARY_MOST && shareOf(word, acted) >= TIMES_MORE * usual)
}

const shareOf = (word: string, { texts, words }: WordCounts): number => (words.get(word) ?? 0) / Math.max(1, texts)

/** The logarithm of the odds, with half a text added so that what never stands anywhere is no infinity. */
function scoreOf(word: string, ordinary: WordCounts, acted: WordCounts): number {
  const share = ({ texts, words }: WordCounts) => ((words.get(word) ?? 0) + 0.5) / (texts + 1)
  return Math.log(share(acted)) - Math.log(share(ordinary))
}

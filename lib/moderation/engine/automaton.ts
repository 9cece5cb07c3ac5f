import { AhoCorasick } from '@monyone/aho-corasick'
import { AhoCorasick as DoubleArray } from '@monyone/aho-corasick/fast'

/** The double array searches four times as fast, but building it takes time that grows with the square of the words. */
const DOUBLE_ARRAY_MAX = 2_000

/** Where a keyword stands, in UTF-16 units of the text that was searched. */
export interface Occurrence {
  keyword: string
  begin: number
  end: number
}

export interface Automaton {
  /** All occurrences, overlapping ones too, in the order of their ends. */
  search(text: string): Occurrence[]
}

/** Finds all words in one pass, however many they are. The only importer of the library. */
export function buildAutomaton(words: Iterable<string>): Automaton {
  // Given twice, a word would be found twice.
  const distinct = [...new Set(words)]
  if (distinct.length === 0) return { search: () => [] }
  const automaton = distinct.length > DOUBLE_ARRAY_MAX ? new AhoCorasick(distinct) : new DoubleArray(distinct)
  return { search: (text) => automaton.matchInText(text) }
}

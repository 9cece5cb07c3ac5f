const LENGTH = 100_000

const fill = (unit: string): string => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH)

/** Texts of 100,000 characters that make work for who reads letters, marks, emphasis and spelling, by what they consist of. */
export const LONG_TEXTS: Record<string, string> = {
  prose: fill('hello there, my dear friends: what is new today? '),
  'marks out of order': fill('\u0316\u0301'),
  'letters with marks out of order': fill('a\u0301\u0316'),
  'piled marks': fill(`a${'\u0301\u0316\u0323'.repeat(30)}`),
  'one letter': fill('a'),
  'repeated letters': fill('fuuuck '),
  'emphasis marks': fill('*'),
  'letters and emphasis marks': fill('a*'),
  'masked words': fill('f*ck '),
  'emphasised letters': fill('_a_ '),
  underscores: fill('_'),
  jamo: fill('\u1112\u1161\u11ab'),
  'vowels of Hangul': fill('\u1161'),
  particles: fill('바보는은이가를'),
  Thai: fill('สวัสดีครับผมชื่อ '),
  Hindi: fill('ऐसा मत करो मौत '),
  'pointed Arabic': fill('كُسّ '),
  'mixed scripts': fill('пpивeт'),
  'leet between Cyrillic': fill('а1'),
  'link targets that never close': fill(']('),
  'links in words': fill('a[b]('),
  'open tags': fill('<b'),
  links: fill('http://a'),
  'what is not seen': fill('a\u200d'),
  'only what is not seen': fill('\u2060'),
  'spaced letters': fill('a s s '),
  tags: fill('#x#x'),
  'empty lines': fill('\n '),
  apostrophes: fill("a'"),
  'capitals between': fill('aI'),
}

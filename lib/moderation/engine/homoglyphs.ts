/**
 * Characters that are drawn like Latin letters and that Unicode's own compatibility forms (NFKD) don't lead back to them:
 * after each letter those that stand for it. Chosen from Unicode's confusables.txt, those that people use to hide words.
 */
const LOOK_ALIKES: Record<string, string> = {
  a: 'аαɑΑАᴀӕǎåɐ',
  b: 'ЬΒВƄƅʙɓƀьв',
  c: 'сϲСϹᴄƈ¢ҫ',
  d: 'ԁɗđᴅðƌ',
  e: 'еёεЕΕєᴇɛҽэ℮€ɘ',
  f: 'ғƒꜰϝ',
  g: 'ɡԍɢǥգ',
  h: 'һНΗʜհћн',
  i: 'іїιΙІɪıɩӏ',
  j: 'јЈϳᴊʝ',
  k: 'кКΚκᴋƙ',
  l: 'ⅼŀłʟɭℓǀ',
  m: 'мМΜᴍɱ',
  n: 'пηΝɴոп',
  o: 'оОΟοσøᴏөօ',
  p: 'рРΡρᴘƥ',
  q: 'ԛզɋ',
  r: 'гʀɼгꭇ',
  s: 'ѕЅꜱʂ',
  t: 'тТΤτᴛŧƭ',
  u: 'υսᴜʊμц',
  v: 'νѵᴠʋ',
  w: 'ԝωшᴡɯ',
  x: 'хХΧχ×',
  y: 'уУΥγүʏყ',
  z: 'ᴢʐƶΖ',
}

/** Letters that stand for two. */
const PAIRS: Record<string, string> = { æ: 'ae', œ: 'oe', ß: 'ss', þ: 'th' }

/** Rows of letters in order, which NFKD leaves as they are: negative circled, negative squared, regional indicators. */
const ROWS = [0x1f150, 0x1f170, 0x1f1e6]
const LETTERS = 26

const looksLike = (isTaken: (other: string) => boolean): ReadonlyMap<number, string> =>
  new Map([
    ...Object.entries(LOOK_ALIKES).flatMap(([letter, others]) =>
      [...others].filter(isTaken).map((other) => [other.codePointAt(0) ?? 0, letter] as const),
    ),
    ...Object.entries(PAIRS).map(([other, letters]) => [other.codePointAt(0) ?? 0, letters] as const),
    ...ROWS.flatMap((start) =>
      Array.from({ length: LETTERS }, (_, index) => [start + index, String.fromCharCode(97 + index)] as const),
    ),
  ])

const IS_OF_NO_OTHER_SCRIPT = /[\p{sc=Latin}\p{sc=Common}]/u

/** A look-alike by code point, as the lower-case Latin letters that it stands for. */
export const LATIN_OF = looksLike(() => true)

/** Those of them that are Latin letters or signs themselves, and so stand for Latin letters in every word. */
export const ALWAYS_LATIN = looksLike((other) => IS_OF_NO_OTHER_SCRIPT.test(other))

/** Digits and signs that are written for letters. What stands for i and for l is both. */
export const LEET: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', 'il'],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['6', 'g'],
  ['7', 't'],
  ['8', 'b'],
  ['9', 'g'],
  ['@', 'a'],
  ['$', 's'],
  ['!', 'i'],
  ['|', 'il'],
  // How a text is normalised writes a capital I behind a small letter, which is meant for l; all others are small there.
  ['I', 'il'],
  ['+', 't'],
  ['£', 'l'],
])

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LONG_TEXTS } from '@/tests/support/long-texts'
import { aRule, foundIn, hitsOf } from '@/tests/support/rules'
import { WORDS_OF_LANGUAGES } from '@/tests/support/words-of-languages'
import { compile } from './compile'

const keywords = (words: string[], more: object = {}) => ({ kind: 'keywords', words, ...more })
const hidden = (words: string[], more: object = {}) => keywords(words, { normalise: true, ...more })

describe('normalising', () => {
  test.each([
    ['ばか', 'はか まいり'],
    ['か', 'が'],
    ['ハ', 'バ パ'],
    ['मौत', 'ऐसा मत करो'],
    ['मत', 'मौत मति मुत'],
    ['मत', 'मँत'],
    ['سأل', 'سال'],
    ['كَتَبَ', 'كُتُب'],
    ['דָּבָר', 'דֶּבֶר'],
    ['שלום', 'שלם'],
    ['มา', 'ม้า เม่า'],
    ['ไกล', 'ใกล้'],
    ['мой', 'мои'],
    ['νόμος', 'νομός'],
    ['cop', 'сор'],
    ['рак', 'pak'],
    ['hop', 'нор'],
    ['ox', 'οχ'],
    ['ass', 'it runs 45s'],
    ['ass', 'the A55 phone, A-55, 455 and 4.55'],
    ['sam', 'at 5am'],
    ['is', '1s'],
    ['ist', 'the 1st'],
    ['go', '60'],
    ['a?s', '455 A55'],
    ['hell', "he'll be there"],
    ['shell', 'she’ll'],
    ['fuck', 'fork f-orck f*rk fxck'],
    ['god', 'good'],
    ['xxx', 'love you xxxxx'],
    ['as', 'ass'],
    ['ass', 'as a*b'],
    ['shirt', 't-shirts'],
    ['hel', 'helIo'],
    ['sit', 's it'],
    ['pushit', 'push it'],
    ['evilcom', 'https://evil.com'],
    ['1488', '14.88 or 1,488'],
    ['class', 'gr*ss'],
  ])('%s is not taken for what stands in: %s', (word, text) => {
    expect(foundIn(hidden([word], word.includes('?') ? { match: 'wildcard' } : {}), text)).toEqual([])
  })

  test.each([
    ['赌博', '网上赌博平台', '赌博'],
    ['赌博', '网上赌.博平台', '赌.博'],
    ['nitro', '免费n1tro领取', 'n1tro'],
    ['ばか', 'お前はば\u200bかだ', 'ば\u200bか'],
    ['バカ', 'ﾊﾞｶ', 'ﾊﾞｶ'],
    ['cafe', 'CAFÉ', 'CAFÉ'],
    ['дурак', 'дуpaк', 'дуpaк'],
    ['дурак', 'дур4к', 'дур4к'],
    ['дурак', 'д у р а к', 'д у р а к'],
    ['её', 'ее', 'ее'],
    ['замок', 'за\u0301мок', 'за\u0301мок'],
    ['οδός', 'ΟΔΟΣ', 'ΟΔΟΣ'],
    ['كس', 'كـــس', 'كـــس'],
    ['كس', 'كُسّ', 'كُسّ'],
    ['שלום', 'שָׁלוֹם', 'שָׁלוֹם'],
    ['nitro', 'ΝіTRО', 'ΝіTRО'],
    ['fuck', 'fu.ck', 'fu.ck'],
    ['fuck', 'fu-ck', 'fu-ck'],
    ['fuck', 'fu_ck', 'fu_ck'],
    ['fuck', 'fuuuck', 'fuuuck'],
    ['fuck', 'FUCKKKKK', 'FUCKKKKK'],
    ['fuck', 'ffuucckk', 'ffuucckk'],
    ['ass', 'assss', 'assss'],
    ['fuck', 'f*ck', 'f*ck'],
    ['fuck', 'f\\*ck', 'f\\*ck'],
    ['fuck', 'f**k', 'f**k'],
    ['fuck', 'f#ck f@ck', 'f#ck'],
    ['bitch', 'b-tch', 'b-tch'],
    ['fuck you', 'so f*ck you', 'f*ck you'],
    ['badword', 'b**a**dword', 'b**a**dword'],
    ['badword', 'b~~ad~~w__o__rd', 'b~~ad~~w__o__rd'],
    ['badword', 'bad`w`ord', 'bad`w`ord'],
    ['badword', 'b<b>ad</b>word', 'b<b>ad</b>word'],
    ['badword', 'badw[o](https://example.org/x)rd', 'badw[o](https://example.org/x)rd'],
    ['badword', '[bad](https://example.org)word', 'bad](https://example.org)word'],
    ['free nitro', 'fr.ee nit-ro', 'fr.ee nit-ro'],
    ['fuck', 'fu.uuuck', 'fu.uuuck'],
    ['h4x0r', 'h4x0r', 'h4x0r'],
    ['шлюха', 'шлюююха', 'шлюююха'],
    ['4ss', '4ss', '4ss'],
    ['ass', '4ss', '4ss'],
    ['shit', '5h1t', '5h1t'],
  ])('%s is found in %s', (word, text, found) => {
    expect(foundIn(hidden([word]), text)).toContain(found)
  })

  test('finds all that is found without it', () => {
    const unit = fc.constantFrom(
      ...[
        'a',
        'b',
        's',
        'I',
        'l',
        '1',
        '5',
        '4',
        '_',
        '*',
        '.',
        '-',
        "'",
        ' ',
        '\n',
        'é',
        '\u0301',
        'ß',
        'İ',
        'ı',
        '\u200b',
        '\u200c',
      ],
      ...[
        'р',
        'а',
        'й',
        'ё',
        'α',
        'ς',
        '赌',
        'が',
        'か',
        '\u3099',
        'ﾊ',
        'ﾞ',
        'มา',
        'เ',
        '้',
        'म',
        'ौ',
        '한',
        '은',
        '\u1112',
        '\u1161',
      ],
      ...['ك', '\u064f', 'ـ', 'ש', '\u05c1', '😀', '𝓷', 'ﬃ', '#', '@'],
    )
    const word = fc.string({ unit, minLength: 1, maxLength: 5 })
    const text = fc.string({ unit, maxLength: 30 })
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        text,
        fc.constantFrom('word', 'substring', 'wildcard'),
        (given, noise, match) => {
          const words = given.filter((each) => !/^[*?\s]*$/.test(each.trim()))
          if (words.length === 0) return
          const where = `${noise} ${words[0]}${noise}`
          const found = (normalise: boolean) =>
            hitsOf(keywords(words, { match, normalise }), where).map(({ start, end }) => `${start}-${end}`)
          expect(found(true)).toEqual(expect.arrayContaining(found(false)))
        },
      ),
      { numRuns: 500 },
    )
  })
})

/** What some work takes of this thread's processor, whatever else the machine does. */
function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

describe('a text of 100 kB', () => {
  const words = WORDS_OF_LANGUAGES.flatMap(({ words: list }) => list.map(([word]) => word))
  const conditions = {
    'as they are': keywords([...words, 'fuck', '#x']),
    hidden: hidden([...words, 'fuck', 'free nitro']),
    'with wildcards': keywords(['a*s', '*b*c', 'f?ck*', 'п*т'], { match: 'wildcard' }),
  }
  const tasks = Object.entries(conditions).flatMap(([name, when]) =>
    Object.entries(LONG_TEXTS).map(([kind, text]) => ({ name, kind, matcher: compile([aRule(when)]), text })),
  )

  // On an idle machine none takes 50 ms; what grows with the square of the length takes seconds.
  test.for(tasks)('of $kind is soon searched for keywords $name', ({ matcher, text }) => {
    const rounds = [1, 2, 3].map(() => cpuMs(() => matcher.match({ text }, { hits: true })))
    expect(Math.min(...rounds)).toBeLessThan(100)
  })
})

import { describe, expect, test } from 'vitest'
import { holds } from '@/tests/support/rules'
import { comparable } from './same-text'

const caps = (share = 0.7, minLength = 10) => ({ kind: 'caps', share, minLength })
const repeats = (more: object) => ({ kind: 'repetition', ...more })
const mentions = (atLeast: number) => ({ kind: 'mentions', atLeast })

describe('capitals', () => {
  test.each([
    ['BUY NOW CHEAP GOLD', true],
    ['КУПИ ЗОЛОТО ДЁШЕВО', true],
    ['ΑΓΟΡΑΣΕ ΧΡΥΣΟ ΤΩΡΑ', true],
    ['ＢＵＹ ＮＯＷ ＣＨＥＡＰ', true],
    ['E\u0301E\u0301E\u0301E\u0301E\u0301E\u0301E\u0301E\u0301E\u0301E\u0301', true],
    ['これは USA と NASA と HTTP の話です長い文', false],
    ['مرحبا USA NASA HTTP يا أصدقاء كيف حالكم', false],
    ['hey <:PEPEHANDS:123456789012345678> <:KEKWLAUGH:123456789012345678>', false],
    ['hey <a:PEPEHANDS:123456789012345678> :KEKWLAUGH: :PEPEHANDS:', false],
    ['look here https://EXAMPLE.COM/ABCDEFGHIJKLMNOP', false],
    ['ask <@U0123ABCDEF|NAME> and <#C0123ABCDEF>', false],
    ['1234567890 !!!', false],
    ['HI', false],
  ])('%s: %s', (text, held) => {
    expect(holds(caps(), text)).toBe(held)
  })
})

describe('repeated characters', () => {
  test.each([
    ['aaaaa', true],
    ['a a a a a', true],
    ['👍🏽👍🏽👍🏽👍🏽👍🏽', true],
    ['👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', true],
    ['🇩🇪🇩🇪🇩🇪🇩🇪🇩🇪', true],
    ['1️⃣1️⃣1️⃣1️⃣1️⃣', true],
    ['e\u0301e\u0301é\u00e9e\u0301', true],
    ['a\u200ba\u200ba\u200ba\u200ba', true],
    ['❤❤️❤❤️❤', true],
    ['नानानानाना', true],
    ['👍🏽👍🏿👍🏽👍🏿👍🏽', false],
    ['🇩🇪🇩🇰🇩🇪🇩🇰🇩🇪', false],
    ['aaaab', false],
  ])('%s: %s', (text, held) => {
    expect(holds(repeats({ characters: 5 }), text)).toBe(held)
  })
})

describe('repeated words', () => {
  test.each([
    ["don't don't don't", true],
    ["don't don’t DON'T", true],
    ['ha-ha-ha', true],
    ['cafe\u0301 caf\u00e9 cafe\u0301', true],
    ['加群加群加群', true],
    ['快来加群加群加群吧', true],
    ['ซื้อซื้อซื้อ', true],
    ['no, no. No!', true],
    ['哈哈哈哈哈哈', false],
    ["don't do don't", false],
    ["it's its it’s", false],
  ])('%s: %s', (text, held) => {
    expect(holds(repeats({ words: 3 }), text)).toBe(held)
  })
})

test.each(['a\r\na\r\na', 'a\ra\ra', 'a\u2028A\u2028 a '])('repeated lines, however they end: %j', (text) => {
  expect(holds(repeats({ lines: 3 }), text)).toBe(true)
})

describe('mentions', () => {
  test.each([
    ['@alice:matrix.org @alice:other.org', 2],
    ['@alice:matrix.org @Alice:matrix.org', 1],
    ['[Alice](https://matrix.to/#/@alice:matrix.org) and @bob:matrix.org', 2],
    ['@alice: hello @bob:hello', 2],
    ['@a@one.example @a@two.example @a', 3],
    ['<@1> <@!1>', 1],
    ['<@1> <@&1>', 2],
    ['<@U123ABC|ana> <@U123ABC>', 1],
    ['<!here> <!subteam^S123|team>', 2],
    ['@**Ana** @_**Ana** @**ana|7**', 1],
    ['@**Ana|7** @**Ana|8**', 2],
    ['@*backend* @**all**', 2],
    ['@ana @ana. @Ana, (@ana)', 1],
    ['@jose\u0301 @jos\u00e9', 1],
    ['＠ana @ben', 2],
    ['@Ольга @李雷', 2],
    ['a@b.com c@d.example', 0],
    ['https://medium.com/@ana/post https://x.example/@ben', 0],
    ['`@Component` and ```\n@Injectable()\n```', 0],
    ['@everyone', 1],
  ])('%s: %d', (text, count) => {
    expect(holds(mentions(count + 1), text)).toBe(false)
    expect(count === 0 || holds(mentions(count), text)).toBe(true)
  })
})

test.each([
  ['one letter', 'a'.repeat(100_000)],
  ['marks', `a${'\u0301'.repeat(99_999)}`],
  ['marks out of order', '\u0323\u0301'.repeat(50_000)],
  ['joined emoji', '👨‍👩‍👧‍👦'.repeat(9_000)],
  ['letters with marks', 'e\u0301x'.repeat(33_000)],
  ['mentions', '@a'.repeat(50_000)],
  ['half mentions', '@a:a.'.repeat(20_000)],
  ['open code', '`'.repeat(100_000)],
  ['addresses', 'a://'.repeat(25_000)],
  ['emoji names', ':a'.repeat(50_000)],
  ['Han', '加群'.repeat(50_000)],
])('100 kB of %s are read in a breath', (_, text) => {
  expect(timeOf(() => comparable(text))).toBeLessThan(50)
  for (const rule of [caps(), repeats({ characters: 100, words: 100, lines: 100 }), mentions(100)]) {
    const times = Array.from({ length: 5 }, () => timeOf(() => holds(rule, text)))
    expect(Math.min(...times)).toBeLessThan(50)
  }
})

/** Milliseconds of processor time. */
function timeOf(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

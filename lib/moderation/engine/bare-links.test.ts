import { describe, expect, test } from 'vitest'
import { foundIn, holds } from '@/tests/support/rules'

const any = { kind: 'links', mode: 'any' }

describe('a link without a scheme', () => {
  test.each([
    'Thanks.It works',
    'All good.So what',
    'Done.My bad',
    'no.To be fair',
    'Obrigado.Com certeza',
    'I know.In fact I do',
    'It was fun.Is it over',
    'nice one.Me too',
    'ok.IT is down',
    'GREAT.IT WORKS',
    'YES.SO WHAT',
    'Привет.Москва ждёт',
    '好的。中国加油',
    '我知道了。中国',
    'ASP.NET and VB.NET',
    'I use Paint.NET and Socket.IO',
    'run main.py, then setup.sh',
    'see README.md and docs/CHANGELOG.md:12',
    'lib.rs:3 and src/main.rs',
    'holiday.zip clip.mov',
    'readme.txt, v1.2.3, e.g. this, i.e. that, 3.50, 10.30 Uhr, node.js',
  ])('is not what only looks like one: %s', (text) => {
    expect(foundIn(any, text)).toEqual([])
  })

  test.each([
    ['Evil.com', 'Evil.com'],
    ['EVIL.COM', 'EVIL.COM'],
    ['go to EVIL.RU NOW', 'EVIL.RU'],
    ['www.X.y', 'www.X.y'],
    ['Www.Evil.Com', 'Www.Evil.Com'],
    ['evil.Com/path', 'evil.Com/path'],
    ['evil.COM', 'evil.COM'],
    ['Thanks.It/x', 'Thanks.It/x'],
    ['main.py/x', 'main.py/x'],
    ['mail.Google.com', 'mail.Google.com'],
    ['https://Thanks.It', 'Thanks.It'],
    ['http://main.py', 'main.py'],
    ['evil。com', 'evil。com'],
    ['go to evil.com.Then tell me', 'evil.com'],
    ['evil.com...and more', 'evil.com'],
    ['请访问evil.com吧', 'evil.com'],
    ['пример.рф', 'пример.рф'],
    ['(see en.example.org/wiki/A_(b))', 'en.example.org/wiki/A_(b)'],
    ['en.example.org/a_(b_(c))_d.', 'en.example.org/a_(b_(c))_d'],
    ['[x](evil.com/a)b', 'evil.com/a'],
    ['evil.com@ now', 'evil.com'],
  ])('is found in %s', (text, found) => {
    expect(foundIn(any, text)).toEqual([found])
  })

  test.each(['Thanks.It', 'Done.My', 'main.py', 'README.md', 'ASP.NET', 'holiday.zip', 'evil.Com'])(
    'is found where it is listed, whatever it looks like: %s',
    (domain) => {
      expect(holds({ kind: 'links', domains: [domain.toLowerCase()] }, `so. ${domain} is there`)).toBe(true)
    },
  )

  test('of a listed domain alone is no other link, whatever stands around it', () => {
    const when = { kind: 'links', mode: 'unlisted', domains: ['good.com', '例え.jp'] }
    for (const text of [
      '请访问good.com吧',
      'https://good.com吧',
      'good.com.Then',
      'https://good.com。谢谢',
      'a...good.com',
    ])
      expect([text, holds(when, text)]).toEqual([text, false])
    for (const text of [
      'https://good.com\nThanks',
      'https://good.com/\tmore',
      '例え.jp。谢谢',
      'good[.]com',
      'https://good.com👍',
    ])
      expect([text, holds(when, text)]).toEqual([text, false])
    for (const text of [
      'good.com,evil.com',
      'https://good.com/?u=https%3A%2F%2Fevil.com',
      '[good.com/a](https://evil.com)',
    ])
      expect([text, holds(when, text)]).toEqual([text, true])
  })
})

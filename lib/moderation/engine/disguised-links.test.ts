import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRule, hitsOf, holds } from '@/tests/support/rules'
import { compile } from './compile'
import { findLinks } from './links'

type Form = (host: string) => string

const percent = (text: string): string =>
  Array.from(text, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
const references = (text: string): string => Array.from(text, (sign) => `&#${sign.charCodeAt(0)};`).join('')

/** How people write a link so that it is not seen, or so that something else is seen. */
const DISGUISES: Record<string, Form> = {
  plain: (host) => `https://${host}/x`,
  'without a scheme': (host) => `look at ${host}.`,
  'behind a masked link that shows another address': (host) => `[https://good.example/login](https://${host}/login)`,
  'behind a masked link that shows a host': (host) => `[https://good.example](https://${host})`,
  'behind a masked link without schemes': (host) => `[good.example/login](${host})`,
  'behind a masked link with a title': (host) => `[good.example](https://${host} "good.example")`,
  'behind a masked link with brackets': (host) => `[[https://good.example/a_(b)]](<https://${host}/>)`,
  'as a reference': (host) => `[https://good.example/a][1]\n\n[1]: https://${host}/a`,
  'as an autolink': (host) => `see <https://${host}>`,
  'as a link of HTML': (host) => `<a href="https://${host}/x">https://good.example/x</a>`,
  'as a link of HTML in single quotes': (host) => `<A class=x HREF = '//${host}'>good.example</A>`,
  'as a link of HTML without quotes': (host) => `<a href=https:${host}>good.example</a>`,
  'with references of HTML for its dots': (host) => `https://${host.replaceAll('.', '&#46;')}/x`,
  'with hexadecimal references': (host) => `<a href="https&#x3a;&#x2F;&#x2f;${host.replaceAll('.', '&period;')}">x</a>`,
  'with references for all of it': (host) => references(`https://${host}/`),
  'with references that are not closed': (host) => `https:&#47&#47x@${host.replace(/\.(?!\d)/g, '&#46')}/`,
  'behind an ampersand that is escaped': (host) => `https://good.example/?a=1&amp;u=https://${host}`,
  'as BBCode': (host) => `[url=https://${host}/x]https://good.example/x[/url]`,
  'as quoted BBCode': (host) => `[URL="https://${host}"]good.example[/URL]`,
  'as bare BBCode': (host) => `[url]https://${host}[/url]`,
  'as a link of Slack': (host) => `<https://${host}/a|https://good.example/a>`,
  'as a label of Slack': (host) => `<https://good.example/a|https://${host}/a>`,
  'joined by a comma': (host) => `https://good.example/a,https://${host}/b`,
  'joined by a comma without a scheme': (host) => `good.example/a,${host}/b`,
  'joined by a semicolon': (host) => `https://good.example/a;https://${host}`,
  'joined by a bar': (host) => `https://good.example/a|${host}`,
  'joined by nothing': (host) => `https://good.example/ahttps://${host}/b`,
  'joined to a host': (host) => `https://good.examplehttps://${host}/b`,
  'joined by quotes': (host) => `"https://good.example/a"'https://${host}/b'`,
  'joined by an emoji': (host) => `https://good.example/a👉${host}`,
  'joined by parentheses': (host) => `(https://good.example/a)(https://${host}/b)`,
  'in a query': (host) => `https://good.example/r?u=https://${host}/x&v=1`,
  'in a query, encoded': (host) => `https://good.example/r?v=1&u=https%3A%2F%2F${host}%2Fx&w=2`,
  'in a query, encoded twice': (host) => `https://good.example/r?u=https%253A%252F%252F${host}%252Fx`,
  'in a query, all of it encoded': (host) => `good.example/r?u=${percent(`https://${host}/`)}`,
  'in a query without a scheme': (host) => `https://good.example/r?u=//${host}/x`,
  'in a query, encoded, without a scheme': (host) => `https://good.example/r?u=%2f%2F${host}`,
  'in a path': (host) => `https://good.example/proxy/https://${host}/x`,
  'in a path, encoded': (host) => `https://good.example/proxy/https%3A%2F%2F${host}/x`,
  'in a fragment': (host) => `https://good.example/#https://${host}`,
  'with an encoded letter': (host) => `https://${percent(host.slice(0, 1))}${host.slice(1)}/x`,
  'with encoded dots': (host) => `https://${host.replaceAll('.', '%2E')}/x`,
  'with all of it encoded': (host) => `https://${percent(host)}/x`,
  'with all of it encoded, without a scheme': (host) => `go to ${percent(host)} now`,
  'before Chinese letters': (host) => `https://${host}吧`,
  'before Chinese letters, without a scheme': (host) => `看${host}吧`,
  'behind Chinese letters': (host) => `请访问${host}`,
  'between Chinese sentences': (host) => `今天天气好。请访问${host}。谢谢大家`,
  'between Chinese sentences, with a scheme': (host) => `好。https://${host}。谢谢`,
  'in Chinese brackets': (host) => `「https://${host}」、（${host}）`,
  'before Japanese letters': (host) => `サイトは${host}です`,
  'before Korean letters': (host) => `https://${host}에서 ${host}에서`,
  'before Thai letters': (host) => `ไปที่${host}ครับ`,
  'behind Cyrillic letters': (host) => `заходи${host}`,
  'before Cyrillic letters': (host) => `https://${host}привет`,
  'before an emoji': (host) => `https://${host}🎁`,
  'before a sentence': (host) => `go to ${host}.Then tell me`,
  'before a sentence, with a scheme': (host) => `go to https://${host}.Then tell me`,
  'before an ellipsis': (host) => `${host}...and more`,
  'behind an ellipsis': (host) => `wait...${host}`,
  'before a dash': (host) => `https://${host}--good`,
  'with a dot at the end': (host) => `https://${host}./x`,
  'in capitals': (host) => `HTTPS://${host.toUpperCase()}/X`,
  'in capitals without a scheme': (host) => `GO TO ${host.toUpperCase()} NOW`,
  'in fullwidth letters': (host) =>
    Array.from(host, (sign) => (sign === '-' ? sign : String.fromCharCode(sign.charCodeAt(0) + 0xfee0))).join(''),
  'with ideographic dots': (host) => `https://${host.replaceAll('.', '。')} ${host.replaceAll('.', '｡')}`,
  'in circled letters': (host) =>
    `https://${host.replace(/[a-z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 97 + 0x24d0))}/`,
  'in mathematical letters': (host) =>
    `https://${host.replace(/[a-z]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) - 97 + 0x1d41a))}/`,
  'with invisible characters': (host) => `https://${[...host].join('\u200b')}/ ${[...host].join('\u2060\u00ad')}`,
  'with marks of direction': (host) => `https://${[...host].join('\u200e')}/`,
  'behind a user': (host) => `https://good.example@${host}/x`,
  'behind a user and a word': (host) => `https://good.example:80@${host}`,
  'behind a user of many signs': (host) => `https://good.example,(a)[b];${'x'.repeat(400)}@${host}`,
  'with a port': (host) => `https://${host}:8443/x`,
  'with an empty port': (host) => `https://${host}:/x`,
  'with backslashes': (host) => `https:\\\\${host}\\x`,
  'with one slash': (host) => `https:/${host}/x`,
  'without slashes': (host) => `https:${host}/x`,
  'with many slashes': (host) => `https://///${host}/x`,
  'with slashes that are escaped': (host) => `https:\\/\\/${host}\\/x`,
  'with dots that are escaped': (host) => `[x](https://${host.replaceAll('.', '\\.')})`,
  'without a scheme, with slashes': (host) => `//${host}/x`,
  'with another scheme': (host) => `steam://openurl/https://${host} hxxps://${host}`,
  'with brackets around dots': (host) => host.replaceAll('.', '[.]'),
  'with parentheses around dots': (host) => `hxxp://${host.replaceAll('.', '(.)')}/x`,
  'with dots in words': (host) => host.replaceAll('.', '[dot]'),
  'with a tab inside': (host) => `https://${host.slice(0, 2)}\t${host.slice(2)}/x`,
  'with a line end inside': (host) => `<a href="https://${host.slice(0, 3)}\r\n${host.slice(3)}/x">good.example</a>`,
  'with a line end in the scheme': (host) => `<a href="ht\ntps://${host}/x">good.example</a>`,
  'between signs of Markdown': (host) => `**https://${host}** _${host}_ ||${host}|| ~~${host}~~`,
}

/** What names a domain without leading there. */
const NEIGHBOURS: Record<string, Form> = {
  'of a longer name': (host) => `https://not${host} and x-${host}`,
  'under another domain': (host) => `https://${host}.example/x and ${host}.example`,
  'of a longer ending': (host) => `https://${host}x`,
  'with a hyphen behind it': (host) => `https://${host}-login.example/`,
  'in an address of mail': (host) => `mail me@${host} or mailto:a.b@${host}`,
  'as a user': (host) => `https://${host}@good.example/`,
  'as a user and a word': (host) => `https://${host}:${host}@good.example/`,
  'as an encoded user': (host) => `https://${host}%2F@good.example/`,
  'in a path': (host) => `https://good.example/${host} and https://good.example/a/${host}/b`,
  'in a search': (host) => `https://good.example/?q=${host}&r=${host}`,
  'in a fragment': (host) => `https://good.example/#${host}`,
  'with a letter that looks alike': (host) => `https://о${host} https://${host.slice(0, -1)}о`,
  'with an underscore before it': (host) => `https://not_${host}/`,
}

const FILE = resolve('../shared/data/moderation/phishing-domains.txt')
/** Where the list is not there, names of the same kinds. */
const OTHERS = [
  'discord-nitro.gift',
  'steamcommunlty.ru',
  'free-nitro.com.ru',
  'dlscord.co.uk',
  '1nitro.club',
  'a.b.xyz',
]

function fourHundred(): string[] {
  if (!existsSync(FILE)) return OTHERS
  const all = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => /^[a-z0-9.-]+\.[a-z]+$/.test(line))
  return all.filter((_, index) => index % Math.floor(all.length / 400) === 0).slice(0, 400)
}

const DOMAINS = fourHundred()
const matcher = compile([aRule({ kind: 'links', domains: DOMAINS })])
const isFound = (text: string): boolean => matcher.match({ text }).matched.length > 0

describe('domains that are listed', () => {
  test.each(Object.entries(DISGUISES))('are found %s', (_, disguise) => {
    expect(DOMAINS.map(disguise).filter((text) => !isFound(text))).toEqual([])
  })

  test.each(Object.entries(NEIGHBOURS))('are not found %s', (_, neighbour) => {
    expect(DOMAINS.map(neighbour).filter(isFound)).toEqual([])
  })

  test('are found whatever they are and whatever is around, at places within the text', () => {
    const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9]{0,8}[a-z0-9])?$/)
    const host = fc.tuple(label, label, fc.constantFrom('com', 'ru', 'co.uk', 'example', 'gift'))
    const noise = fc.string({ unit: fc.constantFrom('😀', ' ', '\n', '日', '(', 'é', '[', '&', '%', '"', ',') })
    fc.assert(
      fc.property(
        host,
        fc.constantFrom(...Object.values(DISGUISES)),
        noise,
        noise,
        (parts, disguise, before, after) => {
          const listed = parts.join('.')
          const text = `${before} ${disguise(listed)} ${after}`
          const hits = hitsOf({ kind: 'links', domains: [listed] }, text)
          expect(hits.length).toBeGreaterThan(0)
          for (const { start, end } of hits) {
            expect(start).toBeGreaterThanOrEqual(before.length + 1)
            expect(end).toBeLessThanOrEqual(text.length - after.length - 1)
            expect(end).toBeGreaterThan(start)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('links', () => {
  test('with a scheme have the host and the path that a browser reads', () => {
    const label = fc.string({ unit: fc.constantFrom(...'abXY09-_éßп例。．'), minLength: 1, maxLength: 6 })
    const host = fc.oneof(
      fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.')),
      fc.ipV4Extended(),
      fc.webAuthority({ withIPv4Extended: true, withPort: true, withUserInfo: true }),
      fc.ipV6().map((address) => `[${address}]`),
    )
    const path = fc.string({ unit: fc.constantFrom(...'/ab.%2eE5C\\é'), maxLength: 12 })
    const slashes = fc.constantFrom('//', '/', '', '\\\\', '///')
    fc.assert(
      fc.property(host, path, slashes, (authority, rest, between) => {
        const text = `https:${between}${authority}/${rest}`
        const url = URL.canParse(text) ? new URL(text) : null
        fc.pre(url !== null && /[.:]/.test(url.hostname.replace(/\.+$/, '')) && !url.hostname.includes('..'))
        const wanted = (url?.hostname ?? '').replace(/^\.+|\.+$/g, '')
        const mapped = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(wanted)
        // Underscores and hyphens alone are no host that anybody has.
        fc.pre(mapped === null && /[a-z\d]/.test(wanted))
        expect(findLinks(text).map((link) => link.host)).toContain(wanted)
      }),
      { numRuns: 1_000 },
    )
  })

  test('to addresses are read as a browser reads them', () => {
    const when = { kind: 'links', domains: ['216.58.214.234'] }
    for (const host of [
      '216.58.214.234',
      '3627734762',
      '0xd83ad6ea',
      '0xD8.0x3a.0xd6.0xEA',
      '0330.072.0326.0352',
      '216.58.55018',
      '[::ffff:216.58.214.234]',
      '[::FFFF:d83a:d6ea]',
      '216.58.214.234.',
      '２１６.５８.２１４.２３４',
      'user@3627734762',
      '3627734762:80',
    ])
      expect([host, holds(when, `see http://${host}/x`)]).toEqual([host, true])
    for (const text of ['3627734762', 'v216.58.214.234', '216.58.214', 'http://216.58.214.23', '216.58.214.234.5'])
      expect([text, holds(when, text)]).toEqual([text, false])
    expect(holds({ kind: 'links', domains: ['[2001:db8::1]'] }, 'http://[2001:DB8:0::0001]:80/x')).toBe(true)
  })

  test('in other scripts stay what they are', () => {
    const isListed = (domain: string, text: string) => holds({ kind: 'links', domains: [domain] }, text)
    expect(isListed('пример.рф', 'смотри пример.рф, и https://www.ПРИМЕР.РФ/x')).toBe(true)
    expect(isListed('例え.jp', 'https://例え.jp/x')).toBe(true)
    expect(isListed('例え.jp', '例え.jp')).toBe(true)
    expect(isListed('例え.jp', '好。例え.jp。谢谢')).toBe(true)
    expect(isListed('उदाहरण.भारत', 'https://उदाहरण.भारत/ उदाहरण.भारत')).toBe(true)
    expect(isListed('bücher.de', 'https://bu\u0308cher.de')).toBe(true)
    expect(isListed('evil.com', 'https://evil.cоm еvil.com evіl.com')).toBe(false)
    expect(isListed('google.com', 'gооgle.com')).toBe(false)
    expect(findLinks('https://例え.jp 例え.jp').every((link) => link.host === 'xn--r8jz45g.jp')).toBe(true)
  })
})

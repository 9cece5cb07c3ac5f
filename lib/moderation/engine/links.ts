import { parse } from 'tldts'
import type { InvitePlatform } from './schema'

/** A link in a text: where it leads, and the offsets of all of it. */
export interface Link {
  /** Lower-case, in punycode. */
  host: string
  /** From the first slash, without what follows ? or #; empty where there is none. */
  path: string
  start: number
  end: number
  /** Whether it is one without doubt: with a scheme or www., or under a domain that can be registered. */
  isSure: boolean
}

/** A run of what can be part of a host, with the dots of other scripts and what can't be seen. Bounded, as its readers retrace it. */
const HOST = /[\p{L}\p{N}][\p{L}\p{N}.。．｡\u200b-\u200d\u2060\ufeff\u00ad-]{0,299}/gu
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g
const DOTS = /[。．｡]/g
const TAIL = /(?::\d{1,5})?(?:[/?#\\][^\s<>"'`]*)?/y
const SCHEME = '://'
const USER_MAX = 256

/** Finds links with and without a scheme, reading the text once. Addresses of mail are none. */
export function findLinks(text: string): Link[] {
  const links: Link[] = []
  HOST.lastIndex = 0
  for (let run = HOST.exec(text); run; run = HOST.exec(text)) {
    const [raw] = run
    const isSchemed = text.startsWith(SCHEME, run.index - SCHEME.length)
    // What stands before an @ is a user, in a link as in an address.
    if (!hasDot(raw) || text[run.index + raw.length] === '@') continue
    const isUsersHost = text[run.index - 1] === '@'
    if (isUsersHost && !hasSchemeBefore(text, run.index)) continue
    const link = toLink(text, run.index, raw, isSchemed || isUsersHost)
    if (!link) continue
    links.push(link)
    HOST.lastIndex = Math.max(HOST.lastIndex, link.end)
  }
  return links
}

const hasDot = (raw: string): boolean => /[.。．｡]/.test(raw)

/** Whether the user before an @ belongs to a link, as in https://example.org@elsewhere.net. */
function hasSchemeBefore(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - USER_MAX), at)
  const scheme = before.lastIndexOf(SCHEME)
  return scheme !== -1 && !/[\s/?#]/.test(before.slice(scheme + SCHEME.length))
}

function toLink(text: string, start: number, raw: string, isSchemed: boolean): Link | null {
  const host = canonicalHost(raw)
  if (host === null) return null
  TAIL.lastIndex = start + raw.length
  const tail = withoutClosing(TAIL.exec(text)?.[0] ?? '')
  const path = /[/\\][^?#]*/.exec(tail.replace(/[?#].*$/s, ''))?.[0] ?? ''
  const isSure = isSchemed || host.startsWith('www.') || isRegistrable(host)
  return { host, path: path.replaceAll('\\', '/'), start, end: start + raw.length + tail.length, isSure }
}

const CLOSING = '.,;:!?)]}*_~…'

/** What ends a sentence behind a link is no part of it. An expression for it would take quadratic time. */
function withoutClosing(tail: string): string {
  let end = tail.length
  while (end > 0 && CLOSING.includes(tail[end - 1] ?? '')) end -= 1
  return tail.slice(0, end)
}

/** What its owner has registered of a host: `a.b.example.co.uk` lies under `example.co.uk`. An address stays as it is. */
export const registrableOf = (host: string): string => parse(host, { allowPrivateDomains: true }).domain ?? host

/** Whether everybody may register under a domain (`co.uk`), so that to list it would be to list them all. */
export function isPublicSuffix(host: string): boolean {
  const { domain, isIcann, isIp } = parse(host)
  return !isIp && domain === null && isIcann === true
}

const isRegistrable = (host: string): boolean => {
  const { isIcann, isPrivate, domain, isIp } = parse(host, { allowPrivateDomains: true })
  return !isIp && domain !== null && (isIcann === true || isPrivate === true)
}

/** A host as it is compared: lower-case, punycode, no dot at the end. Null where it can't be one. */
export function canonicalHost(raw: string): string | null {
  const plain = raw
    .replace(INVISIBLE, '')
    .replace(DOTS, '.')
    .replace(/\.+$/, '')
    .replace(/^\.+|-+$/g, '')
  if (!plain.includes('.') || plain.includes('..') || plain.length > 253) return null
  if (/^[a-z0-9.-]+$/.test(plain)) return plain
  try {
    return new URL(`http://${plain}`).hostname
  } catch {
    return null
  }
}

/** Domains, with or without a path, that links are held against: a link under one of them is listed. */
export interface DomainList {
  isListed(link: Pick<Link, 'host' | 'path'>): boolean
}

/** A listed domain holds its subdomains, a listed path what lies under it; who lists www. means the site. */
export function buildDomainList(entries: readonly string[]): DomainList {
  const paths = new Map<string, string[]>()
  for (const entry of entries) {
    const slash = entry.indexOf('/')
    const host = canonicalHost(slash === -1 ? entry : entry.slice(0, slash))?.replace(/^www\.(?=[^.]+\.)/, '')
    if (host === undefined) continue
    const path = slash === -1 ? '' : entry.slice(slash).toLowerCase()
    paths.set(host, [...(paths.get(host) ?? []), path])
  }
  return {
    isListed: ({ host, path }) => {
      for (let at = 0; at !== -1; at = host.indexOf('.', at + 1)) {
        const listed = paths.get(host.slice(at === 0 ? 0 : at + 1))
        if (listed?.some((under) => isUnder(path.toLowerCase(), under))) return true
      }
      return false
    },
  }
}

const isUnder = (path: string, listed: string): boolean =>
  path === listed || path.startsWith(listed === '' ? '' : `${listed}/`)

/** Where the platforms' invitations lie. */
const INVITES: Record<InvitePlatform, readonly string[]> = {
  discord: ['discord.gg', 'discord.com/invite', 'discordapp.com/invite', 'dsc.gg', 'discord.me'],
  telegram: ['t.me', 'telegram.me', 'telegram.dog'],
  whatsapp: ['chat.whatsapp.com', 'whatsapp.com/channel'],
  signal: ['signal.group', 'signal.me'],
  slack: ['join.slack.com'],
  matrix: ['matrix.to'],
  guilded: ['guilded.gg/i', 'guilded.gg/r'],
  revolt: ['rvlt.gg', 'stt.gg', 'app.revolt.chat/invite'],
}

const INVITE_LISTS = Object.entries(INVITES).map(([platform, domains]) => ({
  platform: platform as InvitePlatform,
  list: buildDomainList(domains),
}))

/** The platform that a link invites to; null where it is no invite. */
export const platformOf = (link: Pick<Link, 'host' | 'path'>): InvitePlatform | null =>
  INVITE_LISTS.find(({ list }) => list.isListed(link))?.platform ?? null

export const inviteDomains = (platforms?: readonly InvitePlatform[]): string[] =>
  Object.entries(INVITES).flatMap(([platform, domains]) =>
    platforms && !(platforms as readonly string[]).includes(platform) ? [] : domains,
  )

import { canonicalHost } from './hosts'
import { canonicalPath } from './link-paths'
import type { InvitePlatform } from './schema'

/** Where a link leads: a host as `urlHost` gives it, and a path. */
interface Target {
  host: string
  path: string
}

/** Domains, with or without a path, that links are held against: a link under one of them is listed. */
export interface DomainList {
  isListed(link: Target): boolean
}

/**
 * A listed domain holds its subdomains, a listed path what lies under it; who lists www. means the site. Hosts are compared in
 * any case, paths as they are written, because short links and invites differ by it alone.
 */
export const buildDomainList = (entries: readonly string[]): DomainList => buildList(entries, (path) => path)

function buildList(entries: readonly string[], pathKey: (path: string) => string): DomainList {
  const paths = new Map<string, string[]>()
  for (const entry of entries) {
    const slash = entry.indexOf('/')
    const host = canonicalHost(slash === -1 ? entry : entry.slice(0, slash))?.replace(/^www\.(?=[^.]+\.)/, '')
    if (host === undefined) continue
    const path = slash === -1 ? '' : pathKey(withoutSlash(canonicalPath(entry.slice(slash))))
    paths.set(host, [...(paths.get(host) ?? []), path])
  }
  return {
    isListed: ({ host, path }) => {
      for (let at = 0; at !== -1; at = host.indexOf('.', at + 1)) {
        const listed = paths.get(host.slice(at === 0 ? 0 : at + 1))
        if (listed?.some((under) => isUnder(pathKey(path), under))) return true
      }
      return false
    },
  }
}

const withoutSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path)

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

/** What lies in front of an invite's code is no code: the platforms read it in any case. */
const listInvites = (domains: readonly string[]): DomainList => buildList(domains, (path) => path.toLowerCase())

const INVITE_LISTS = Object.entries(INVITES).map(([platform, domains]) => ({
  platform: platform as InvitePlatform,
  list: listInvites(domains),
}))

/** The platform that a link invites to; null where it is no invite. */
export const platformOf = (link: Target): InvitePlatform | null =>
  INVITE_LISTS.find(({ list }) => list.isListed(link))?.platform ?? null

const PLATFORMS = buildDomainList(
  Object.values(INVITES).flatMap((domains) => domains.map((one) => one.split('/')[0] ?? one)),
)

/** Whether a host is one of a platform that people are invited to, whatever else lies there. */
export const isPlatform = (host: string): boolean => PLATFORMS.isListed({ host, path: '' })

/** What holds the invites of some platforms, or of all. */
export const buildInviteList = (platforms?: readonly InvitePlatform[]): DomainList =>
  listInvites(
    Object.entries(INVITES).flatMap(([platform, domains]) =>
      platforms && !(platforms as readonly string[]).includes(platform) ? [] : domains,
    ),
  )

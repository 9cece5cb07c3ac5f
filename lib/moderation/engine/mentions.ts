import { toNfc } from './nfc'

/** Code, where an @ is a decorator or a package, and addresses, where it is a part of a path. */
const CODE = /```[\s\S]{0,20000}?```|`[^`\n]{1,2000}`/g
const ADDRESS = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>()\]"']+/gi
/** Matrix mentions a person by an address of its own. */
const MATRIX_PILL = /^https?:\/\/matrix\.to\/#\/(@[^/?]{1,300})/i

/**
 * Mentions as platforms write them: Discord `<@1>`, `<@!1>` and `<@&1>`, Slack `<@U1|name>` and `<!here>`, Zulip `@**name|1**`
 * and `@*group*`, Matrix `@name:server`, the Fediverse `@name@server`, and `@name`. Each part is bounded, so that a text is read
 * once.
 */
const MENTION =
  /<@(?<role>&?)!?(?<id>\d{1,25}|[UW][A-Z0-9]{2,20})(?:\|[^<>\n]{0,100})?>|<!(?<group>[\w^]{2,60})(?:\|[^<>\n]{0,100})?>|@_?\*{1,2}(?<zulip>[^*\n|]{1,100})(?:\|(?<zulipId>\d{1,20}))?\*{1,2}|(?<![\p{L}\p{M}\p{N}_.@/])@(?<name>[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]{0,63})(?<server>(?:[:@][\p{L}\p{N}][\p{L}\p{N}-]{0,62})?(?:\.[\p{L}\p{N}-]{1,63}){0,8}(?::\d{1,5})?)/gu

/** How many people or groups a text mentions, each once however they are written. */
export function countMentions(text: string): number {
  const plain = text.includes('＠') ? text.replaceAll('＠', '@') : text
  if (!plain.includes('@') && !plain.includes('<!')) return 0
  const found = new Set<string>()
  const zulip = new Map<string, Set<string>>()
  for (const { groups = {} } of toNfc(withoutCode(plain)).matchAll(MENTION)) {
    if (groups.zulip === undefined) found.add(keyOf(groups))
    else zulip.set(lower(groups.zulip), addTo(zulip.get(lower(groups.zulip)), groups.zulipId))
  }
  // Two people may have one name; without a number it is one of theirs.
  for (const ids of zulip.values()) for (let n = 0; n < Math.max(1, ids.size); n += 1) found.add(`zulip ${found.size}`)
  return found.size
}

const lower = (text: string): string => text.trim().toLowerCase()

function addTo(ids: Set<string> | undefined, id: string | undefined): Set<string> {
  const all = ids ?? new Set<string>()
  if (id !== undefined) all.add(id)
  return all
}

const withoutCode = (text: string): string =>
  text.replaceAll(CODE, ' ').replaceAll(ADDRESS, (address) => ` ${MATRIX_PILL.exec(address)?.[1] ?? ''} `)

function keyOf({ role, id, group, name = '', server = '' }: Record<string, string | undefined>): string {
  if (id !== undefined) return `${role ? 'role' : 'id'} ${id}`
  if (group !== undefined) return `group ${group}`
  // A server has a dot: what follows a colon or an @ else is text (`@ana:hello`).
  const place = /[:@].*\./.test(server) ? server : ''
  return `name ${lower(name).replace(/[.-]+$/, '')}${lower(place).replace(/[.-]+$/, '')}`
}

import { ALIAS_LINES, ZONE_LINES } from './zone-list'

const linesOf = (text: string): string[] => text.trim().split('\n')

/** The time zones that Guildhall knows, in order: PostgreSQL and Node know each by this name and show the same times in it. */
export const ZONES: readonly string[] = linesOf(ZONE_LINES)

const ALIASES: readonly (readonly [name: string, zone: string])[] = linesOf(ALIAS_LINES).map((line) => {
  const [name = '', zone = ''] = line.split(' ')
  return [name, zone]
})

const byName = new Map<string, string>()
for (const zone of ZONES) byName.set(zone.toLowerCase(), zone)
for (const [name, zone] of ALIASES) byName.set(name.toLowerCase(), zone)

/** Nothing else: some letters of other alphabets become one of these in lower case. */
const LETTERS = /^[\w/+-]{1,40}$/

/**
 * The zone that a text names, in whatever letters and also by another name of it: `us/pacific` is `America/Los_Angeles`; null where
 * it names none, or one that this runtime lacks. Nothing else may be bound into SQL or handed to Intl as a zone.
 */
export function toZone(text: string): string | null {
  const zone = LETTERS.test(text) ? byName.get(text.toLowerCase()) : undefined
  return zone !== undefined && findName(zone) !== null ? zone : null
}

/** All zones that this runtime knows too. */
export const listZones = (): string[] => ZONES.filter((zone) => findName(zone) !== null)

/** The name by which this runtime knows a zone: browsers of some years ago know some by an older one only. */
export const intlZoneName = (zone: string): string => findName(zone) ?? zone

/** To ask takes a tenth of a millisecond. */
const names = new Map<string, string | null>()

function findName(zone: string): string | null {
  let name = names.get(zone)
  if (name === undefined) {
    name = supportedZoneName(zone, isKnownToIntl)
    names.set(zone, name)
  }
  return name
}

/** The first name of a zone that a runtime knows. */
export const supportedZoneName = (zone: string, isKnown: (name: string) => boolean): string | null =>
  [zone, ...olderNames(zone)].find(isKnown) ?? null

const olderNames = (zone: string): string[] => ALIASES.filter(([, meant]) => meant === zone).map(([name]) => name)

/** Whether this runtime has a zone of this name. */
export function isKnownToIntl(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

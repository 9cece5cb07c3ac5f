import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { ReadDb } from '@/lib/core/db/types'
import { compareZones } from '@/lib/core/time/compare-zones'
import { listDatabaseZones } from '@/lib/core/time/database-zones'
import { isKnownToIntl } from '@/lib/core/time/zones'

const DAY_MS = 86_400_000
const FROM = Date.UTC(1970, 0, 1)
const TO = Date.UTC(2026, 0, 1)
/** No two changes of a zone's clock lie closer together: Tucumán's twelve days of 2004 are the least. */
const STEP_MS = 10 * DAY_MS

/** Zones that Unicode, from which Node has its names, keeps under a name that they no longer have. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

export interface ZoneList {
  zones: string[]
  /** Another name of a zone, and the zone. */
  aliases: [name: string, zone: string][]
  /** Names that one side does not know, or by which the two do not mean the same. */
  leftOut: string[]
}

/**
 * The zones that this PostgreSQL and this Node both know by name and in which their clocks agreed from 1970 to 2025, and the other
 * names of these. What the names mean is Node's word; PostgreSQL has to agree, unless it takes the name for an abbreviation.
 */
export async function makeZoneList(db: ReadDb): Promise<ZoneList> {
  const names = await listDatabaseZones(db)
  const known = names.filter(isKnownToIntl)
  const meaning = new Map(known.map((name) => [name, meaningOf(name)]))
  const differing = new Set((await compareZones(db, known, instantsOf)).differing.map(({ zone }) => zone))
  const abbreviations = await listAbbreviations(db)
  const zones = known.filter((name) => meaning.get(name) === name && !differing.has(name))
  const aliases = known.flatMap((name): [string, string][] => {
    const zone = meaning.get(name) ?? name
    const isAgreed = !differing.has(name) || abbreviations.has(name)
    return zone !== name && zones.includes(zone) && isAgreed ? [[name, zone]] : []
  })
  const taken = new Set([...zones, ...aliases.map(([name]) => name)])
  return { zones, aliases, leftOut: names.filter((name) => !taken.has(name)) }
}

function meaningOf(name: string): string {
  const found = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  return RENAMED[found] ?? found
}

/**
 * Regular instants, and each change of Node's clock with the second before it. PostgreSQL's changes need no list of their own: one
 * that Node lacks shows at a regular instant, and one at another moment beside Node's.
 */
function* instantsOf(zone: string): Generator<number> {
  for (let at = FROM; at < TO; at += STEP_MS) yield at
  let next = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone).getTimeZoneTransition('next')
  for (; next && next.epochMilliseconds < TO; next = next.getTimeZoneTransition('next')) {
    yield next.epochMilliseconds - 1_000
    yield next.epochMilliseconds
  }
}

async function listAbbreviations(db: ReadDb): Promise<Set<string>> {
  const { rows } = await sql<{ abbrev: string }>`select abbrev from pg_timezone_abbrevs`.execute(db)
  return new Set(rows.map((row) => row.abbrev))
}

export const ZONE_LIST_FILE = 'lib/core/time/zone-list.ts'

/** The list as the file that is committed. */
export const toFile = ({
  zones,
  aliases,
}: ZoneList): string => `// Made by \`npm run time:zones\`; see tests/support/zone-list.ts.

/** The time zones, one a line. */
export const ZONE_LINES = \`
${zones.join('\n')}
\`

/** Other names of them, one a line, each with the zone that it means. */
export const ALIAS_LINES = \`
${aliases.map((pair) => pair.join(' ')).join('\n')}
\`
`

import { sql } from 'kysely'
import type { ReadDb } from '../db/types'
import { listDatabaseZones } from './database-zones'
import { toLocal } from './format'
import { isKnownToIntl } from './zones'

/** How PostgreSQL and Node differ about time zones. */
export interface ZoneComparison {
  unknownToDatabase: string[]
  unknownToNode: string[]
  /** Zones in which the two show different times, and the first of the instants asked about at which they do. */
  differing: { zone: string; at: Date }[]
}

/**
 * Compares the clocks of PostgreSQL and of this runtime.
 * @param instantsOf milliseconds since the epoch, in any order
 */
export async function compareZones(
  db: ReadDb,
  zones: readonly string[],
  instantsOf: (zone: string) => Iterable<number>,
): Promise<ZoneComparison> {
  const known = new Set(await listDatabaseZones(db))
  const differing: ZoneComparison['differing'] = []
  for (const zone of zones) {
    if (!known.has(zone) || !isKnownToIntl(zone)) continue
    const at = await findDifference(
      db,
      zone,
      [...instantsOf(zone)].sort((a, b) => a - b),
    )
    if (at !== undefined) differing.push({ zone, at: new Date(at) })
  }
  return {
    unknownToDatabase: zones.filter((zone) => !known.has(zone)),
    unknownToNode: zones.filter((zone) => !isKnownToIntl(zone)),
    differing,
  }
}

async function findDifference(db: ReadDb, zone: string, instants: readonly number[]): Promise<number | undefined> {
  // Asked as every query asks: PostgreSQL takes some names for abbreviations there, and not in its list of names.
  const { rows } = await sql<{ offsets: number[] }>`
    select array_agg(extract(epoch from (at at time zone ${zone}) - (at at time zone 'UTC'))::int order by place) as offsets
    from (
      select to_timestamp(seconds) as at, place
      from unnest(${instants.map((at) => Math.floor(at / 1_000))}::float8[]) with ordinality as asked (seconds, place)
    ) as instant`.execute(db)
  return instants.find((at, index) => offsetInNode(at, zone) !== rows[0]?.offsets[index])
}

function offsetInNode(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = toLocal(at, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1_000 - Math.floor(at / 1_000)
}

import type { Db } from '@/lib/core/db/types'
import { compareZones, type ZoneComparison } from '@/lib/core/time/compare-zones'
import { toZone, ZONES } from '@/lib/core/time/zones'
import { getSettings } from '@/lib/settings/queries'
import type { HealthCheck } from './checks'

const DAY_MS = 86_400_000
/** Looked at closely, because data of different age differ in what is new. */
const COMPARED_INSTANTS = { before: 365 * DAY_MS, after: 5 * 365 * DAY_MS }
const NAMED_MAX = 10

interface Options {
  now: Date
  zones?: readonly string[]
}

/**
 * Whether the community's zone is one, and PostgreSQL and Node know all zones and show the same times in them: from 1970 on every eight
 * weeks, and from a year ago to in five years every two.
 */
export async function checkTimeZones(db: Db, { now, zones = ZONES }: Options): Promise<Omit<HealthCheck, 'name'>> {
  const stored = await findStoredZone(db)
  const { zone: home } = await getSettings(db)
  const instants = [...sampleInstants(now.getTime())]
  const found = await compareZones(db, zones, () => instants)
  const problems = describe(found)
  if (stored !== null && toZone(stored) === null) {
    problems.unshift(
      `the community’s zone ${stored} is not a time zone, so ${home} is used: run guildhall settings set zone`,
    )
    return { state: 'failed', detail: problems.join('; ') }
  }
  if (problems.length === 0)
    return { state: 'ok', detail: `PostgreSQL and Node.js know all ${zones.length} and agree on them` }
  return { state: found.unknownToDatabase.includes(home) ? 'failed' : 'warning', detail: problems.join('; ') }
}

async function findStoredZone(db: Db): Promise<string | null> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', 'zone').executeTakeFirst()
  return row ? String(row.value) : null
}

function* sampleInstants(now: number): Generator<number> {
  for (let at = 0; at < now - COMPARED_INSTANTS.before; at += 56 * DAY_MS) yield at
  for (let at = now - COMPARED_INSTANTS.before; at < now + COMPARED_INSTANTS.after; at += 14 * DAY_MS) yield at
}

function describe({ unknownToDatabase, unknownToNode, differing }: ZoneComparison): string[] {
  const clocks = differing.map(({ zone, at }) => `${zone} (since ${at.getUTCFullYear()})`)
  return [
    unknownToDatabase.length > 0
      ? `PostgreSQL doesn't know ${listed(unknownToDatabase)}: update its time zone data`
      : [],
    unknownToNode.length > 0 ? `Node.js doesn't know ${listed(unknownToNode)}: update Node.js` : [],
    clocks.length > 0
      ? `PostgreSQL and Node.js have different time zone data for ${listed(clocks)}: update the older one`
      : [],
  ].flat()
}

const listed = (names: readonly string[]): string =>
  names.length <= NAMED_MAX
    ? names.join(', ')
    : `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more`

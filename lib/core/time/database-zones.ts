import { sql } from 'kysely'
import type { ReadDb } from '../db/types'
import { type DomainError, invalid } from '../errors'

/** All names of zones that PostgreSQL has, but for copies under another root, in order. */
export async function listDatabaseZones(db: ReadDb): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_timezone_names where name !~ '^(posix|right)/' order by name collate "C"`.execute(db)
  return rows.map((row) => row.name)
}

/** @throws DomainError `zone.unknown_here` (invalid) where PostgreSQL's zone data is too old for a zone */
export async function requireDatabaseZone(db: ReadDb, zone: string): Promise<void> {
  const { rows } = await sql`select from pg_timezone_names where name = ${zone}`.execute(db)
  if (rows.length === 0) throw unknownHere(zone)
}

/** What PostgreSQL refused a question for, where it was a zone that its zone data lacks. */
export function toUnknownZoneError(error: unknown): DomainError | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, routine } = error as { code?: unknown; routine?: unknown }
  // The code stands for any wrong value, and the message may be in any language.
  if (code !== '22023' || typeof routine !== 'string' || !/zone/i.test(routine)) return undefined
  return unknownHere(/["“„«]\s?([\w/+-]+)/.exec(error.message)?.[1] ?? '')
}

const unknownHere = (zone: string): DomainError =>
  invalid('zone', `Guildhall’s database doesn’t support the time zone ${zone}.`, 'zone.unknown_here')

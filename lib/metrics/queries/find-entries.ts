import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { ENTRIES } from '../entries'
import type { MetricEntry } from '../entry'
import type { OverLabels } from '../terms'

interface DefinitionRow {
  name: string
  title: string
  unit: string
  kind: 'gauge' | 'increment' | 'ratio'
  group_name: string
  source_text: string
  definition: string
  over_labels: OverLabels
  direction: 'up' | 'down' | null
  dimensions: string[]
  numerator: string | null
  denominator: string | null
  version: number
  archived_at: Date | null
}

/** The metrics of these names, Guildhall's own and those that people made; archived ones too. Unknown names are left out. */
export async function findEntries(db: ReadDb, names: readonly string[]): Promise<Map<string, MetricEntry>> {
  const custom = names.filter((name) => !ENTRIES.has(name))
  const known = names.flatMap((name) => ENTRIES.get(name) ?? [])
  const made = custom.length > 0 ? await readDefinitions(db, custom) : []
  return new Map([...known, ...made].map((entry) => [entry.name, entry]))
}

/**
 * One metric by its name.
 * @throws DomainError `input.invalid` (invalid) where there is none
 */
export async function findEntry(db: ReadDb, name: string): Promise<MetricEntry> {
  const entry = (await findEntries(db, [name])).get(name)
  if (entry) return entry
  const message = 'Metric not found.'
  throw new DomainError('invalid', 'input.invalid', `metric: ${message}`, { issues: [{ path: 'metric', message }] })
}

/** Every metric in the order of names, archived ones too. A name that Guildhall has by now is Guildhall's. */
export async function listEntries(db: ReadDb): Promise<MetricEntry[]> {
  const made = (await readDefinitions(db, null)).filter(({ name }) => !ENTRIES.has(name))
  return [...ENTRIES.values(), ...made].sort((one, other) => (one.name < other.name ? -1 : 1))
}

async function readDefinitions(db: ReadDb, names: readonly string[] | null): Promise<MetricEntry[]> {
  const { rows } = await sql<DefinitionRow>`
    select metric.name, title, unit, kind, group_name, source_text, definition, over_labels, direction, dimensions, numerator, denominator,
      version, archived_at
    from metric_definition join metric on metric.id = metric_definition.metric_id
    where ${names}::text[] is null or metric.name = any(${names}::text[])`.execute(db)
  return rows.map(toEntry)
}

function toEntry(row: DefinitionRow): MetricEntry {
  const base = {
    name: row.name,
    title: row.title,
    unit: row.unit,
    group: row.group_name,
    sourceText: row.source_text,
    overLabels: row.over_labels,
    dimensions: row.dimensions,
    definition: row.definition,
    direction: row.direction,
    custom: { version: row.version, archivedAt: row.archived_at?.toISOString() ?? null },
  }
  const { numerator, denominator } = row
  if (numerator !== null && denominator !== null)
    return { ...base, kind: 'ratio', overTime: 'ratio', relation: { numerator, denominator } }
  return row.kind === 'increment'
    ? { ...base, kind: 'increment', overTime: 'sum' }
    : { ...base, kind: 'gauge', overTime: 'mean' }
}

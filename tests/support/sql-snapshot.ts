import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import type { DB } from '@/lib/core/db/schema.generated'
import type { Db } from '@/lib/core/db/types'

export interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** A database that notes every statement it is given; `take` answers those since the last one. */
export function noteStatements(pool: Pool): { db: Db; take: () => Statement[] } {
  let noted: Statement[] = []
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      noted.push({ sql: query.sql, parameters: query.parameters })
    },
  })
  return {
    db,
    take() {
      const taken = noted
      noted = []
      return taken
    },
  }
}

/** Statements as a committed snapshot shows them: each once, sorted because some run at once, without indentation. */
export function formatStatements(statements: readonly Statement[]): string {
  const texts = statements.map(({ sql }) =>
    sql
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .join('\n'),
  )
  return `${[...new Set(texts)].sort().join(';\n\n')};\n`
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  /** Parts of a partitioned table that were planned, and found not to be needed when it was run. */
  'Subplans Removed'?: number
  Plans?: PlanNode[]
}

/**
 * What statements would read from end to end of relations with at least `least` rows, by PostgreSQL's plans for them, as lines of
 * a relation and the statement. Of a statement that was given often, the first and the last are planned.
 */
export async function findLargeScans(pool: Pool, statements: readonly Statement[], least: number): Promise<string[]> {
  const scans: string[] = []
  for (const { sql, plan } of await planStatements(pool, statements)) {
    const large = await pool.query<{ relname: string }>(
      'select relname from pg_class where relname = any($1) and reltuples >= $2',
      [scansIn(plan), least],
    )
    scans.push(...large.rows.map(({ relname }) => `${relname}: ${sql}`))
  }
  return scans
}

/** The statements whose plans have more than `most` parts of a partitioned table, which is long to plan, read or not. */
export async function findWidePlans(
  pool: Pool,
  statements: readonly Statement[],
  { table, most }: { table: string; most: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass',
    [table],
  )
  const parts = new Set(rows.map(({ name }) => name))
  const plans = await planStatements(pool, statements)
  return plans.filter(({ plan }) => partsIn(plan, parts) > most).map(({ sql }) => sql)
}

async function planStatements(
  pool: Pool,
  statements: readonly Statement[],
): Promise<{ sql: string; plan: PlanNode }[]> {
  const planned = statements.filter(({ sql }) => /^\s*(select|with|update|insert|delete)/i.test(sql))
  const firsts = new Map(planned.toReversed().map((statement) => [statement.sql, statement]))
  const lasts = new Map(planned.map((statement) => [statement.sql, statement]))
  const plans: { sql: string; plan: PlanNode }[] = []
  for (const { sql, parameters } of new Set([...firsts.values(), ...lasts.values()])) {
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${sql}`, [
      ...parameters,
    ])
    plans.push(...rows.map((row) => ({ sql, plan: row['QUERY PLAN'][0].Plan })))
  }
  return plans
}

function partsIn(node: PlanNode, parts: ReadonlySet<string>): number {
  const own = parts.has(node['Relation Name'] ?? '') ? 1 : 0
  const rest = (node.Plans ?? []).reduce((sum, plan) => sum + partsIn(plan, parts), 0)
  return own + (node['Subplans Removed'] ?? 0) + rest
}

function scansIn(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : []
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)]
}

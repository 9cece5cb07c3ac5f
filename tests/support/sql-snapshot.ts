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
  Plans?: PlanNode[]
}

/**
 * What statements would read from end to end of relations with at least `least` rows, by PostgreSQL's plans for them, as lines of
 * a relation and the statement. Of a statement that was given often, the first and the last are planned.
 */
export async function findLargeScans(pool: Pool, statements: readonly Statement[], least: number): Promise<string[]> {
  const planned = statements.filter(({ sql }) => /^\s*(select|with|update|insert|delete)/i.test(sql))
  const firsts = new Map(planned.toReversed().map((statement) => [statement.sql, statement]))
  const lasts = new Map(planned.map((statement) => [statement.sql, statement]))
  const scans: string[] = []
  for (const { sql, parameters } of new Set([...firsts.values(), ...lasts.values()])) {
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${sql}`, [
      ...parameters,
    ])
    const scanned = rows.flatMap((row) => scansIn(row['QUERY PLAN'][0].Plan))
    const large = await pool.query<{ relname: string }>(
      'select relname from pg_class where relname = any($1) and reltuples >= $2',
      [scanned, least],
    )
    scans.push(...large.rows.map(({ relname }) => `${relname}: ${sql}`))
  }
  return scans
}

function scansIn(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : []
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)]
}

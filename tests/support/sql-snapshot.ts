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

/** Relations of at least `least` rows that a statement would read from end to end, by PostgreSQL's plan for it. */
export async function findLargeScans(pool: Pool, statement: Statement, least: number): Promise<string[]> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (format json) ${statement.sql}`, [
    ...statement.parameters,
  ])
  const scanned = rows.flatMap((row) => scansIn(row['QUERY PLAN'][0].Plan))
  const large = await pool.query<{ relname: string }>(
    'select relname from pg_class where relname = any($1) and reltuples >= $2',
    [scanned, least],
  )
  return large.rows.map((row) => row.relname)
}

function scansIn(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : []
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)]
}

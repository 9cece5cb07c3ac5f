import { readFile, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { generate, getDialect } from 'kysely-codegen'
import { createDb, createPool } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { startTestCluster } from './test-cluster'

const FILE = 'lib/core/db/schema.generated.ts'

/**
 * `npm run db:types` writes the schema's types from a freshly migrated database; `-- --verify` only says whether the
 * committed ones are those.
 */
async function main(): Promise<void> {
  const cluster = await startTestCluster()
  const db = createDb(createPool(cluster.ownerUrl, 1))
  try {
    const types = await generateTypes(db)
    if (!process.argv.includes('--verify')) await writeFile(FILE, types)
    else if (types !== (await readFile(FILE, 'utf8')))
      fail(`${FILE} is not what the migrations give: run npm run db:types.`)
  } finally {
    await db.destroy()
    await cluster.stop()
  }
}

async function generateTypes(db: Db): Promise<string> {
  return generate({
    db,
    dialect: getDialect('postgres', { dateParser: 'string' }),
    // lib/core/db/client.ts parses them so.
    typeMapping: { int8: 'number' },
    customImports: { GeneratedAlways: 'kysely' },
    overrides: { columns: await identityColumns(db) },
    excludePattern: 'graphile_worker.*',
    outFile: null,
  })
}

/** `generated always` columns are never inserted; the generator only knows of defaults. */
async function identityColumns(db: Db): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and identity_generation = 'ALWAYS'`.execute(db)
  return Object.fromEntries(rows.map(({ name }) => [name, 'GeneratedAlways<number>']))
}

function fail(reason: string): void {
  console.error(reason)
  process.exitCode = 1
}

await main()

import { inject, test as plainTest } from 'vitest'
import { createDb, createPool } from '@/lib/core/db/client'
import { cloneDatabase } from './clone'

export { expect } from 'vitest'

/**
 * `test` with a fresh database per test file: `db` on the app's login, `ownerDb` on the login that owns the schema, and
 * `connectionString` (app) and `ownerConnectionString` for code that opens connections of its own.
 */
export const test = plainTest
  .extend(
    'clone',
    { scope: 'file' }, // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
    async ({}, { onCleanup }) => {
      const clone = await cloneDatabase(inject('cluster'))
      onCleanup(() => clone.drop())
      return clone
    },
  )
  .extend('connectionString', { scope: 'file' }, async ({ clone }) => clone.connectionString)
  .extend('ownerConnectionString', { scope: 'file' }, async ({ clone }) => clone.ownerConnectionString)
  .extend('db', { scope: 'file' }, async ({ clone }, { onCleanup }) => {
    const pool = createPool(clone.connectionString)
    onCleanup(() => pool.end())
    return createDb(pool)
  })
  .extend('ownerDb', { scope: 'file' }, async ({ clone }, { onCleanup }) => {
    const pool = createPool(clone.ownerConnectionString)
    onCleanup(() => pool.end())
    return createDb(pool)
  })

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{app,bench,cli,components,db,lib,tests,workers}/**/*.test.{ts,tsx}', '*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    // One PostgreSQL serves them all, and two cores is what the checks may count on.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: {
      NODE_ENV: 'test',
      GUILDHALL_LOG_LEVEL: 'error',
      GUILDHALL_SECRET: 'a-secret-for-tests-only-0123456789abcdef',
    },
  },
})

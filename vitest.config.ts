import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const resolve = { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } }

/** Test files that put something in the place of a module, which has to be before anybody has loaded it. */
const REPLACING = ['tests/access.test.ts', 'tests/bad-input.test.ts']

/** A folder's tests as a project: in one process after another, or each file in modules of its own. */
const project = (name: string, files: { include: string[]; exclude?: string[] }, isolate: boolean) =>
  ({
    resolve,
    test: {
      name,
      ...files,
      isolate,
      testTimeout: 30_000,
      hookTimeout: 60_000,
      env: {
        NODE_ENV: 'test',
        GUILDHALL_LOG_LEVEL: 'error',
        GUILDHALL_SECRET: 'a-secret-for-tests-only-0123456789abcdef',
      },
    },
  }) satisfies TestProjectConfiguration

export default defineConfig({
  resolve,
  test: {
    globalSetup: 'tests/support/global-setup.ts',
    // One PostgreSQL serves them all, and two cores is what the checks may count on; the third waits for the others' waits.
    maxWorkers: 3,
    projects: [
      // Loading the modules anew for each file took a sixth of all time.
      project(
        'tests',
        {
          include: ['{app,bench,cli,components,db,lib,tests,workers}/**/*.test.{ts,tsx}', '*.test.ts'],
          exclude: REPLACING,
        },
        false,
      ),
      project('replacing', { include: REPLACING }, true),
    ],
  },
})

import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const resolve = { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } }

const files = globSync('{app,bench,cli,components,db,lib,tests,workers}/**/*.test.{ts,tsx}', {
  exclude: ['tests/fixtures/**'],
})
/** What puts something in the place of a module does nothing once another test has loaded that module. */
const isReplacing = (file: string): boolean => readFileSync(file, 'utf8').includes('vi.mock(')

/** Test files as a project: one after another on the same modules, or each on modules of its own. */
const project = (name: string, include: string[], isolate: boolean) =>
  ({
    resolve,
    test: {
      name,
      include,
      isolate,
      setupFiles: ['tests/support/restore-env.ts', 'tests/support/check-answers.ts'],
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
    // One PostgreSQL serves them all. Two cores is what the checks may count on, and some tests do nothing but wait: with three
    // workers there were moments when all of them did, which was a tenth of the time.
    maxWorkers: 4,
    projects: [
      // Loading the modules anew for each file took a sixth of all time.
      project(
        'shared modules',
        files.filter((file) => !isReplacing(file)),
        false,
      ),
      project('own modules', files.filter(isReplacing), true),
    ],
  },
})

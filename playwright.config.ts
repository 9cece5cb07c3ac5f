import { defineConfig } from 'playwright/test'
import { CHROMIUM_ARGUMENTS, findChromium } from './tests/support/chromium'
import { freePorts } from './tests/support/free-ports'

// Found once, by the main process; its workers read this file again and inherit the environment.
process.env.CHROMIUM_PATH ||= await findChromium()
process.env.E2E_PORTS ||= (await freePorts(2)).join(' ')
const [port] = process.env.E2E_PORTS.split(' ')

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/e2e/support/global-setup.ts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // The files differ too much in length to be shared out whole.
  fullyParallel: true,
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_ARGUMENTS },
    // A failure is told by its message, the page as text and a picture; `npx playwright test --trace on` for more, which takes an
    // eighth of the time of all tests.
    trace: 'off',
  },
  projects: [
    // The set-up link works while there is no operator, so its test comes before all others.
    { name: 'first', testMatch: 'set-up.spec.ts' },
    { name: 'rest', testIgnore: 'set-up.spec.ts', dependencies: ['first'] },
  ],
})

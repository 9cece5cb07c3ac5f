import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright'

const run = promisify(execFile)
/** The shell first: it is the same browser without what only people need, and a quarter quicker. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
]
const INSTALL_MS = 300_000

/**
 * What Playwright itself switches off and its last list would forget, the pop-ups of an address bar that nobody sees, and
 * renderers kept in reserve: each costs a process with every page that a test opens.
 */
const DISABLED_FEATURES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]

/**
 * Without a sandbox, which root can't have, and without a word to anyone but the page under test. A page lives for seconds here:
 * what compiling its scripts well takes would never come back, and was a quarter of all.
 */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--js-flags=--no-opt --no-maglev --no-use-osr',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
]

/**
 * The browser for tests: CHROMIUM_PATH, Playwright's own, or the system's. Where none is there one is installed: by
 * Playwright, else Debian's package as root.
 * @throws Error that says in one sentence what to do
 */
export async function findChromium(): Promise<string> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (await starts(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which is not a browser that starts.`)
  }
  const found = await firstThatStarts()
  if (found) return found
  process.stderr.write('No Chromium is here; installing one.\n')
  await run(process.execPath, [join('node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], {
    timeout: INSTALL_MS,
  }).catch(() => undefined)
  const own = await firstThatStarts()
  if (own) return own
  if (process.getuid?.() === 0) await installFromDebian().catch(() => undefined)
  const debians = await firstThatStarts()
  if (debians) return debians
  throw new Error(
    'The browser tests need Chromium, and none could be installed: install it with your system and set CHROMIUM_PATH to its program.',
  )
}

async function firstThatStarts(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const system = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  for (const path of [chromium.executablePath(), ...system]) {
    if (existsSync(path) && (await starts(path))) return path
  }
  return undefined
}

/** A browser whose libraries are missing is there and yet of no use. */
const starts = (path: string): Promise<boolean> =>
  run(path, ['--version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  )

async function installFromDebian(): Promise<void> {
  await run('apt-get', ['update'], { timeout: INSTALL_MS })
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = (name: string) =>
    run('apt-get', ['install', '--yes', '--no-install-recommends', name], { timeout: INSTALL_MS, env })
  // Older releases have no package of the shell alone.
  await install('chromium-headless-shell').catch(() => install('chromium'))
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import { JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { stopAll } from './stop/stop-all'
import { DEMO_DATA, dataDir, PROJECT_ROOT } from './support/project'
import { findDataDirOwner } from './support/running'

/** `guildhall stop`: the end of all that runs on the data folder, whoever started it. */
export function register(program: Command): void {
  program
    .command('stop')
    .description(
      'stop all processes of this data directory, including those left by a killed supervisor; never the server of DATABASE_URL',
    )
    .option(...JSON_OPTION)
    .action(async (options: OutputOptions) => {
      const stopped = await stopAll(dataDir())
      const names = stopped.map(({ name, isKilled }) => `${name}${isKilled ? ' (killed)' : ''}`)
      const text = names.length > 0 ? `Stopped the ${names.join(', ')}.` : await describeNothing()
      printResult(options, { stopped }, text)
    })
}

async function describeNothing(): Promise<string> {
  const nothing = 'Guildhall is not running here.'
  const demo = await findDataDirOwner(resolve(PROJECT_ROOT, DEMO_DATA))
  return demo ? `${nothing} The demo is running. To stop it, set GUILDHALL_DATA=${DEMO_DATA}.` : nothing
}

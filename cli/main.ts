import { Command, CommanderError } from 'commander'
import { EXIT_USAGE, exitWithError, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { provideRuntime } from '@/lib/core/cli/runtime'
import { DOMAINS } from '@/lib/domains'
import { runPendingJobs } from '@/workers/run-pending'
import { register as registerBuild } from './build'
import { register as registerDemo } from './demo'
import { register as registerDoctor } from './doctor'
import { register as registerMigrate } from './migrate'
import { register as registerRun } from './run'
import { register as registerStart } from './start'
import { register as registerStop } from './stop'
import { connect } from './support/connect'

/**
 * Commands of the process itself, before and after those of the domains in `guildhall help`: files `cli/<command>.ts`. A
 * domain's are in its `cli.ts`, which its manifest names. All answer through lib/core/cli/output.ts: with `--json` one object
 * on stdout, else text; progress goes to stderr.
 */
const FIRST = [registerStart, registerStop, registerDemo, registerMigrate]
const LAST = [registerDoctor, registerBuild, registerRun]

/** Runs the command line. Exit codes: 0 done, 1 failed, 2 wrong use. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('guildhall')
    .description('The self-hosted operations room of an online community')
    .showHelpAfterError('(run guildhall help for usage)')
    .exitOverride()
  provideRuntime({ connect, runPendingJobs })
  const ofDomains = await Promise.all(DOMAINS.flatMap(({ commands = [] }) => commands).map((load) => load()))
  for (const register of [...FIRST, ...ofDomains, ...LAST]) register(program)
  try {
    await program.parseAsync(argv)
  } catch (error) {
    const json = argv.includes('--json')
    if (error instanceof CommanderError) endUse(error, { json })
    else exitWithError(error, { json })
  }
}

/** The parser has said on stderr what it would have taken; help that was asked for is no failure. */
function endUse({ exitCode, message }: CommanderError, options: OutputOptions): void {
  process.exitCode = exitCode === 0 ? 0 : EXIT_USAGE
  if (exitCode !== 0 && options.json)
    printResult(options, { error: { code: 'command.wrong_use', message: message.replace(/^error: /, '') } }, '')
}

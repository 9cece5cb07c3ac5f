import { Command, CommanderError } from 'commander'
import { register as registerAudit } from './audit'
import { register as registerBackfill } from './backfill'
import { register as registerBuild } from './build'
import { register as registerCollect } from './collect'
import { register as registerDemo } from './demo'
import { register as registerDoctor } from './doctor'
import { register as registerExport } from './export'
import { register as registerImport } from './import'
import { register as registerKey } from './key'
import { register as registerMember } from './member'
import { register as registerMigrate } from './migrate'
import { register as registerRun } from './run'
import { register as registerSettings } from './settings'
import { register as registerStaff } from './staff'
import { register as registerStart } from './start'
import { register as registerStop } from './stop'
import { answer, fail, type OutputOptions, WRONG_USE } from './support/output'

/**
 * The commands, in the order of `guildhall help`. Each is a file `cli/<command>.ts` that exports `register(program)`;
 * one that needs the database calls `connect()` of cli/support/connect.ts in its action, and answers through
 * cli/support/output.ts: with `--json` one object on stdout, else text; progress goes to stderr.
 */
const COMMANDS = [
  registerStart,
  registerStop,
  registerDemo,
  registerMigrate,
  registerCollect,
  registerImport,
  registerExport,
  registerBackfill,
  registerSettings,
  registerStaff,
  registerKey,
  registerMember,
  registerDoctor,
  registerAudit,
  registerBuild,
  registerRun,
]

/** Runs the command line. Exit codes: 0 done, 1 failed, 2 wrong use. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('guildhall')
    .description('The self-hosted operations room of an online community')
    .showHelpAfterError('(guildhall help says how)')
    .exitOverride()
  for (const register of COMMANDS) register(program)
  try {
    await program.parseAsync(argv)
  } catch (error) {
    const json = argv.includes('--json')
    if (error instanceof CommanderError) endUse(error, { json })
    else fail(error, { json })
  }
}

/** The parser has said on stderr what it would have taken; help that was asked for is no failure. */
function endUse({ exitCode, message }: CommanderError, options: OutputOptions): void {
  process.exitCode = exitCode === 0 ? 0 : WRONG_USE
  if (exitCode !== 0 && options.json)
    answer(options, { error: { code: 'command.wrong_use', message: message.replace(/^error: /, '') } }, '')
}

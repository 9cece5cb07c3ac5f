import type { Command } from 'commander'
import { extendEnv } from '@/lib/core/env'
import { runSupervisor } from './start/supervisor'

export function register(program: Command): void {
  program
    .command('start')
    .description('start the database where DATABASE_URL is unset, then the web and the worker')
    .option('--dev', 'reload what changes, without a build')
    .action(async (options: { dev?: boolean }) => {
      // Only the demo lets its visitor in without a password, and it keeps to this machine.
      extendEnv({ GUILDHALL_DEMO: '' })
      await runSupervisor({ isDev: options.dev ?? false })
    })
}

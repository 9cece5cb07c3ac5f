import type { Command } from 'commander'
import { extendEnv } from '@/lib/core/env'
import { runSupervisor } from './start/supervisor'

export function register(program: Command): void {
  program
    .command('start')
    .description('start the web and the worker, and the embedded database if DATABASE_URL is unset')
    .option('--dev', 'reload on changes, without a build')
    .action(async (options: { dev?: boolean }) => {
      // Only the demo lets its visitor in without a password, and it keeps to this machine.
      extendEnv({ GUILDHALL_DEMO: '' })
      await runSupervisor({ isDev: options.dev ?? false })
    })
}

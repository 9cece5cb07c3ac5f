import type { Command } from 'commander'
import { runSupervisor } from './start/supervisor'

export function register(program: Command): void {
  program
    .command('start')
    .description('start the database where DATABASE_URL is unset, then the web and the worker')
    .option('--dev', 'reload what changes, without a build')
    .action((options: { dev?: boolean }) => runSupervisor({ isDev: options.dev ?? false }))
}

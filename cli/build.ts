import type { Command } from 'commander'
import { ensureBuild } from './start/build'
import { stopRequest } from './start/stop-request'
import { PROJECT_ROOT } from './support/project'

export function register(program: Command): void {
  program
    .command('build')
    .description('build the application if its sources have changed; start does this automatically')
    .action(() => ensureBuild(PROJECT_ROOT, stopRequest()))
}

import type { Command } from 'commander'
import { ensureBuild } from './start/build'
import { stopRequest } from './start/stop-request'
import { PROJECT_ROOT } from './support/project'

export function register(program: Command): void {
  program
    .command('build')
    .description('build the application where its sources have changed, which start does by itself')
    .action(() => ensureBuild(PROJECT_ROOT, stopRequest()))
}

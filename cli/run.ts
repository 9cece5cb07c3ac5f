import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Argument, type Command } from 'commander'
import { bundlePrograms } from './support/programs.mjs'
import { PROJECT_ROOT } from './support/project'

export function register(program: Command): void {
  program
    .command('run')
    .description('run one process under your own supervisor; run build and migrate first')
    .addArgument(new Argument('<part>').choices(['web', 'worker']))
    .action(async (part: string) => {
      process.chdir(PROJECT_ROOT)
      await import(pathToFileURL(join(await bundlePrograms(PROJECT_ROOT), `${part}.js`)).href)
    })
}

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Argument, type Command } from 'commander'
import { bundlePrograms } from './support/programs.mjs'
import { PROJECT_ROOT } from './support/project'

export function register(program: Command): void {
  program
    .command('run')
    .description('run one part alone, under a supervisor of your own; build and migrate come first')
    .addArgument(new Argument('<part>').choices(['web', 'worker']))
    .action(async (part: string) => {
      process.chdir(PROJECT_ROOT)
      await import(pathToFileURL(join(await bundlePrograms(PROJECT_ROOT), `${part}.js`)).href)
    })
}

import type { Command } from 'commander'
import { JSON_OPTION, type OutputOptions, printResult } from '@/lib/core/cli/output'
import { env } from '@/lib/core/env'
import { bringUpToDate, prepareDatabase } from './start/database'
import { dataDir } from './support/project'
import { findDataDirOwner, lockDataDir, unlockDataDir } from './support/running'

export function register(program: Command): void {
  program
    .command('migrate')
    .description('apply pending database migrations; start does this automatically')
    .option(...JSON_OPTION)
    .action(async (options: OutputOptions) => {
      const applied = await migrateHere()
      const text = applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The schema is up to date.'
      printResult(options, { applied }, text)
    })
}

async function migrateHere(): Promise<string[]> {
  const home = dataDir()
  if (env().databaseUrl) return (await prepareDatabase(home)).applied
  const running = await findDataDirOwner(home)
  if (running?.reach) return (await bringUpToDate(running.reach.ownerUrl, running.reach.secret)).applied
  await lockDataDir(home)
  try {
    const { applied, embedded } = await prepareDatabase(home)
    await embedded?.stop()
    return applied
  } finally {
    await unlockDataDir(home)
  }
}

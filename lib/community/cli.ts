import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { checked } from '@/lib/core/cli/input'
import { interruption } from '@/lib/core/cli/interruption'
import { JSON_OPTION, type OutputOptions, printResult, progress } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { addImport } from './commands/manage-imports'
import { createProgressMeter } from './import/progress'
import { runImport } from './import/run-import'
import { describeImport, describeProgress } from './import-text'
import { STDIN } from './importers/open-bytes'
import { type ImportCounts, type ImportKind, sourceName } from './schema'
import { rejectedPathOf } from './uploads'
import { waitForJob } from './wait-for-jobs'

const PROGRESS_EVERY_MS = 1_000

interface Options extends OutputOptions {
  source?: string
  dryRun?: boolean
  backfill: boolean
}

/** What `--json` answers. */
type Answer = ImportCounts & { rejectedFile: string | null; seconds: number }

/** `guildhall import csv|zulip`: brings messages into the mirror, idempotently. */
export function register(program: Command): void {
  const command = program
    .command('import')
    .description("import a platform's messages; importing the same file again changes nothing")
  const formats = [
    ['csv', '<file>', 'a CSV file, optionally gzipped, or - for stdin (columns: docs/importing.md)'],
    ['zulip', '<directory>', 'a Zulip archive: one folder per stream with one JSON file per topic'],
  ] as const
  for (const [kind, argument, description] of formats) {
    command
      .command(kind)
      .description(description)
      .argument(argument)
      .option('--source <name>', `name of the source that the rows come from (default: ${kind})`)
      .option('--dry-run', 'show what would be imported without importing it')
      .option('--no-backfill', "don't recompute past samples of the affected days")
      .option(...JSON_OPTION)
      .action((path: string, options: Options) => importFrom(kind, path, options))
  }
}

async function importFrom(kind: ImportKind, path: string, options: Options): Promise<void> {
  const source = checked(sourceName, options.source ?? kind)
  const signal = interruption('The import was interrupted. Run it again to import the rest.')
  await withDb(async (db) => {
    const started = performance.now()
    const { backfillKey, ...result } = await run(db, { kind, path, source, options, signal })
    const seconds = Math.round(performance.now() - started) / 1000
    if (backfillKey) {
      progress('computing past samples of the affected days')
      await waitForJob(db, backfillKey, signal)
    }
    const said: Answer = { ...result, seconds }
    printResult(options, said, describeImport(said, Boolean(options.dryRun)))
  })
}

interface Run {
  kind: ImportKind
  path: string
  source: string
  options: Options
  signal: AbortSignal
}

async function run(db: Db, { kind, path, source, options, signal }: Run) {
  const isDryRun = Boolean(options.dryRun)
  const place = path === STDIN ? STDIN : resolve(path)
  const id = await addImport(db, cliActor, {
    kind,
    source,
    fileName: path === STDIN ? 'stdin' : basename(place),
    uploadPath: null,
    bytesTotal: null,
    isDryRun,
  })
  const meter = createProgressMeter(() => performance.now())
  const saying = setInterval(() => progress(describeProgress(meter.read())), PROGRESS_EVERY_MS)
  try {
    const { counts, rejectedPath, backfillKey } = await runImport(db, id, {
      kind,
      path: place,
      source,
      rejectedPath: rejectedPathOf(path === STDIN ? resolve('stdin') : place),
      isDryRun,
      withBackfill: options.backfill,
      now: new Date(),
      signal,
      meter,
      onIgnored: (columns) => progress(`ignored unknown columns: ${columns.join(', ')}`),
    })
    return { ...counts, rejectedFile: rejectedPath, backfillKey }
  } finally {
    clearInterval(saying)
  }
}

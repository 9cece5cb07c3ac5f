import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { checked } from '@/lib/core/cli/input'
import { interruption } from '@/lib/core/cli/interruption'
import { JSON_OPTION, type OutputOptions, printResult, progress } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import { invalid } from '@/lib/core/errors'
import { cliActor } from '@/lib/staff/actor'
import { exportDecisions } from './commands/export-decisions'
import { type DecisionExportQuery, decisionExportQuery, EXPORT_FORMATS } from './schema/exports'

const PROGRESS_EVERY_MS = 1_000

interface Options extends OutputOptions {
  format: string
  from?: string
  to?: string
  policy?: string
  queue?: string
  output?: string
}

/** `guildhall export decisions`: what was decided, as a file or on stdout. */
export function register(program: Command): void {
  program
    .command('export')
    .description('export data')
    .command('decisions')
    .description('export the actions of all decisions, one per row (columns: docs/moderation-exports.md)')
    .addOption(new Option('--format <format>', 'file format').choices(EXPORT_FORMATS).default('csv'))
    .option('--from <instant>', "start: an instant, or a date in the community's time zone")
    .option('--to <instant>', 'end, exclusive')
    .option('--policy <id>', 'only decisions under this policy')
    .option('--queue <id>', 'only cases in this queue')
    .option('-o, --output <file>', 'file to write (default: stdout)')
    .option(...JSON_OPTION)
    .action(exportTo)
}

async function exportTo({ output, json, ...asked }: Options): Promise<void> {
  if (json && !output)
    throw invalid('output', "--json requires --output, because stdout can't hold both.", 'command.wrong_use')
  const query = checked(decisionExportQuery, asked)
  const signal = interruption('The export was interrupted. The output is incomplete.')
  const started = performance.now()
  await withDb(async (db) => {
    const file = await exportDecisions(db, cliActor, query)
    const path = output === undefined ? null : resolve(output)
    const bytes = await write(file.pieces(signal), { path, signal })
    if (path === null) return
    const seconds = Math.round(performance.now() - started) / 1000
    printResult({ json }, { file: path, format: query.format, bytes, seconds }, `${path}: ${describe(query, bytes)}`)
  })
}

/** Answers how many bytes were written. A file is there under its name only when all of it is. */
async function write(
  pieces: AsyncGenerator<string>,
  { path, signal }: { path: string | null; signal: AbortSignal },
): Promise<number> {
  const seen = { bytes: 0 }
  const source = Readable.from(counted(pieces, seen))
  const saying = setInterval(() => progress(`${seen.bytes.toLocaleString('en-US')} bytes`), PROGRESS_EVERY_MS)
  try {
    if (path === null) await pipeline(source, process.stdout, { signal, end: false })
    else await writeWhole(source, path, signal)
  } catch (error) {
    // Whoever reads stdout has had enough, as `head` has.
    if ((error as { code?: unknown }).code !== 'EPIPE') throw error
  } finally {
    clearInterval(saying)
  }
  return seen.bytes
}

async function writeWhole(source: Readable, path: string, signal: AbortSignal): Promise<void> {
  const part = `${path}.part`
  try {
    await pipeline(source, createWriteStream(part), { signal })
    await rename(part, path)
  } finally {
    await rm(part, { force: true })
  }
}

async function* counted(pieces: AsyncIterable<string>, seen: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece)
    seen.bytes += bytes.length
    yield bytes
  }
}

const describe = ({ format }: DecisionExportQuery, bytes: number): string =>
  `${bytes.toLocaleString('en-US')} bytes of ${format.toUpperCase()}`

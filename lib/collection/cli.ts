import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from 'commander'
import { interruption } from '@/lib/core/cli/interruption'
import { EXIT_FAILURE, JSON_OPTION, type OutputOptions, printResult, progress } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import type { Db } from '@/lib/core/db/types'
import { isDomainError, notFound } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { cliActor } from '@/lib/staff/actor'
import { executeRun } from './commands/execute-run'
import { renewLeases } from './commands/renew-leases'
import { startInlineRun, startManualRun } from './commands/start-manual-run'
import { countLiveWorkers } from './queries/live-workers'
import { getRun } from './queries/runs'
import { listAllSources } from './queries/sources'
import type { RunView, SourceView } from './schema'

const LOOK_MS = 250
const RENEW_MS = 5_000

/** `guildhall collect [source]`: collects now and follows the run to its end. */
export function register(program: Command): void {
  program
    .command('collect')
    .description('collect from one source or all sources now and wait for the runs to finish')
    .argument('[source]', 'name or ID of the source')
    .option(...JSON_OPTION)
    .action(collect)
}

async function collect(wanted: string | undefined, options: OutputOptions): Promise<void> {
  const signal = interruption('The collection was interrupted.')
  await withDb(async (db) => {
    const sources = choose(await listAllSources(db), wanted)
    const runs: RunView[] = []
    for (const source of sources) runs.push(await collectOne(db, source, signal))
    if (runs.some((run) => run.status === 'failed' || run.isSilent)) process.exitCode = EXIT_FAILURE
    printResult(options, { runs }, runs.map(describe).join('\n') || 'There are no sources to collect from.')
  })
}

/** By id, else by name, whatever its case. @throws DomainError `source.not_found` */
function choose(sources: SourceView[], wanted: string | undefined): SourceView[] {
  if (wanted === undefined) return sources.filter((source) => !source.pausedAt)
  const found = sources.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
  if (!found) throw notFound('source', wanted)
  return [found]
}

async function collectOne(db: Db, source: SourceView, signal: AbortSignal): Promise<RunView> {
  try {
    if ((await countLiveWorkers(db)) === 0) return await collectHere(db, source, signal)
    const runId = await startManualRun(db, cliActor, { sourceId: source.id })
    return await follow(db, source, String(runId), signal)
  } catch (error) {
    const running = isDomainError(error) && error.code === 'run.already_running' ? runningOf(error.extra) : undefined
    if (!running) throw error
    progress(`${source.name}: already being collected by ${running.by} since ${running.startedAt}`)
    return follow(db, source, running.id, signal)
  }
}

/** Without a worker the command is one, for as long as the run takes. */
async function collectHere(db: Db, source: SourceView, signal: AbortSignal): Promise<RunView> {
  progress(`${source.name}: no worker is running, so this command collects it`)
  const run = await startInlineRun(db, cliActor, { sourceId: source.id, workerId: randomUUID() })
  const renewing = setInterval(() => void renewLeases(db, [run]).catch(() => undefined), RENEW_MS)
  try {
    await executeRun(db, run, { signal, log })
  } finally {
    clearInterval(renewing)
  }
  return getRun(db, String(run.id))
}

async function follow(db: Db, source: SourceView, runId: string, signal: AbortSignal): Promise<RunView> {
  let said = ''
  for (;;) {
    const run = await getRun(db, runId)
    if (run.status !== 'running' || run.isSilent) return run
    const line = run.progress
      ? `${run.progress.done} of ${run.progress.total}, ${run.progress.metric ?? ''}`
      : 'collecting'
    if (line !== said) progress(`${source.name}: ${line}`)
    said = line
    await delay(LOOK_MS, undefined, { signal })
  }
}

const runningOf = (extra: Record<string, unknown>) =>
  extra.run as { id: string; startedAt: string; by: string } | undefined

function describe(run: RunView): string {
  const state = run.isSilent ? 'its worker stopped responding' : run.status
  const errors = run.errors.map((error) => `\n  ${error.metric ?? run.sourceName}: ${error.message}`)
  return `${run.sourceName}: ${state}, ${run.samples} samples in ${run.durationMs ?? 0} ms (run ${run.id})${errors.join('')}`
}

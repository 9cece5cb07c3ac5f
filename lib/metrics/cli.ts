import type { Command } from 'commander'
import { interruption } from '@/lib/core/cli/interruption'
import { JSON_OPTION, type OutputOptions, printResult, progress } from '@/lib/core/cli/output'
import { withDb } from '@/lib/core/cli/runtime'
import { invalid } from '@/lib/core/errors'
import { instantOrDate } from '@/lib/core/time/instants'
import { toInstant } from '@/lib/core/time/zoned'
import { getSettings } from '@/lib/settings/queries'
import { backfillRange } from './commands/backfill'

interface Options extends OutputOptions {
  from?: string
  to?: string
}

/** `guildhall backfill`: computes what can be known of the past from the mirror. */
export function register(program: Command): void {
  program
    .command('backfill')
    .description('compute past samples from the mirror; collected samples are not overwritten')
    .option('--from <date>', 'first day or instant (default: the start of the mirror)')
    .option('--to <date>', 'end before this day or instant (default: now)')
    .option(...JSON_OPTION)
    .action(backfill)
}

async function backfill(options: Options): Promise<void> {
  const signal = interruption('The backfill was interrupted. The samples computed so far are kept.')
  await withDb(async (db) => {
    const { zone } = await getSettings(db)
    const started = Date.now()
    const { total, samples } = await backfillRange(db, {
      from: toDate(options.from, 'from', zone),
      to: toDate(options.to, 'to', zone),
      signal,
      onProgress: ({ done, total: slots }) => progress(`${done} of ${slots} slots`),
    })
    const seconds = (Date.now() - started) / 1000
    printResult(
      options,
      { slots: total, samples, seconds },
      `${samples} new samples at ${total} slots in ${seconds.toFixed(1)} s.`,
    )
  })
}

function toDate(text: string | undefined, option: string, zone: string): Date | null {
  if (text === undefined) return null
  if (!instantOrDate.safeParse(text).success) throw invalid(option, `--${option} must be a date or an instant.`)
  return new Date(toInstant(text, zone).epochMilliseconds)
}

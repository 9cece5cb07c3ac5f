import type { ImportCounts, ImportProgress } from '@/lib/community/schema'

const NUMBER = new Intl.NumberFormat('en')
const print = (value: number): string => NUMBER.format(Math.round(value))

/** A line of progress, for example `merging: 250,000 of 607,364 messages, 41,000 per second, 9 s left`. */
export function describeProgress({ progress, counts }: { progress: ImportProgress; counts: ImportCounts }): string {
  const { phase, done, total, rate, remainingSeconds } = progress
  if (phase === 'sorting') return `sorting ${print(counts.lines)} rows`
  const rejected = counts.rejected > 0 ? `, ${print(counts.rejected)} rejected` : ''
  const left = remainingSeconds === null ? '' : `, ${print(Math.ceil(remainingSeconds))} s left`
  if (phase === 'merging')
    return `merging: ${print(done)} of ${print(total ?? 0)} messages, ${print(rate)} per second${left}`
  const share = total ? `, ${print((done / total) * 100)} %` : ''
  return `reading: ${print(counts.lines)} rows${share}, ${print(rate)} per second${left}${rejected}`
}

/** What an import has done, or would do, for people. */
export function describeImport(
  result: ImportCounts & { rejectedFile: string | null; seconds: number },
  isDryRun: boolean,
): string {
  const lines = [
    `${print(result.lines)} rows contain ${print(result.messages)} messages; ${print(result.superseded)} rows were replaced by later ones.`,
    `Messages${isDryRun ? ' (dry run)' : ''}: ${print(result.new)} new, ${print(result.changed)} changed, ${print(result.unchanged)} unchanged (${result.seconds.toFixed(1)} s).`,
  ]
  if (result.rejected > 0) lines.push(`${print(result.rejected)} rows were rejected: ${result.rejectedFile ?? ''}`)
  return lines.join('\n')
}

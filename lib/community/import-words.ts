import type { ImportCounts, ImportProgress } from '@/lib/community/schema'

const NUMBER = new Intl.NumberFormat('en')
const say = (value: number): string => NUMBER.format(Math.round(value))

/** A line of progress, for example `merging: 250,000 of 607,364 messages, 41,000 per second, 9 s left`. */
export function describeProgress({ progress, counts }: { progress: ImportProgress; counts: ImportCounts }): string {
  const { phase, done, total, rate, remainingSeconds } = progress
  if (phase === 'sorting') return `sorting ${say(counts.lines)} lines`
  const rejected = counts.rejected > 0 ? `, ${say(counts.rejected)} rejected` : ''
  const left = remainingSeconds === null ? '' : `, ${say(Math.ceil(remainingSeconds))} s left`
  if (phase === 'merging') return `merging: ${say(done)} of ${say(total ?? 0)} messages, ${say(rate)} per second${left}`
  const share = total ? `, ${say((done / total) * 100)} %` : ''
  return `reading: ${say(counts.lines)} lines${share}, ${say(rate)} per second${left}${rejected}`
}

/** What an import has done, or would do, for people. */
export function describeImport(
  result: ImportCounts & { rejectedFile: string | null; seconds: number },
  isDryRun: boolean,
): string {
  const lines = [
    `${say(result.lines)} lines hold ${say(result.messages)} messages; ${say(result.superseded)} lines were replaced by later ones.`,
    `${isDryRun ? 'It would be' : 'There are'} ${say(result.new)} new, ${say(result.changed)} changed, ${say(result.unchanged)} as they were (${result.seconds.toFixed(1)} s).`,
  ]
  if (result.rejected > 0) lines.push(`${say(result.rejected)} lines were rejected: ${result.rejectedFile ?? ''}`)
  return lines.join('\n')
}

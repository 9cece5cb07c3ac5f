import type { SharedName } from './shared'

/** One measured figure. A bar is a ratio of two things measured in the same run, or a count, because machines differ. */
export interface Figure {
  /** For example `series_vs_sql`. */
  figure: string
  /** Null where it could not be measured here. */
  value: number | null
  unit: 'ratio' | 'seconds' | 'milliseconds' | 'megabytes' | 'kilobytes' | 'rows' | 'count'
  /** What the value is held against; none for a figure that only informs. */
  bar?: number
  /** Whether the value has to stay at or under its bar (default) or reach it. */
  wants?: 'at most' | 'at least'
  /** How many measurements, rows or items stand behind the value. */
  n: number
}

export interface ReportedFigure extends Figure {
  bench: string
  quick: boolean
}

/** What a bench file's `run` gets. */
export interface BenchContext {
  /** Small sizes, for CI; its figures are marked and say little about the bars. */
  quick: boolean
  report: (figure: Figure) => void
  /** Progress for people, on stderr. */
  say: (line: string) => void
}

/** A file `bench/<name>.ts` exports `run`, and `diskGigabytes` where the full size needs much. */
export interface BenchModule {
  run: (context: BenchContext) => Promise<void>
  diskGigabytes?: number
  /** Data that it shares with other benches of the same run. */
  shares?: readonly SharedName[]
}

/** A value that is no number is over every bar: something went wrong on the way to it. */
export const isOver = ({ value, bar, wants }: Figure): boolean =>
  value !== null && bar !== undefined && !(wants === 'at least' ? value >= bar : value <= bar)

const verdictOf = (figure: Figure): string => {
  if (figure.bar === undefined) return ''
  if (figure.value === null) return 'not measured'
  return isOver(figure) ? 'MISSED' : 'met'
}

/** The table at the end: a line a figure, and what is over its bar is called so. */
export function formatTable(figures: readonly ReportedFigure[]): string {
  const rows = figures.map((figure) => [
    `${figure.bench} ${figure.figure}${figure.quick ? ' (quick)' : ''}`,
    figure.value === null ? '-' : `${figure.value.toPrecision(3)} ${figure.unit}`,
    figure.bar === undefined ? '' : `${figure.wants ?? 'at most'} ${figure.bar}`,
    verdictOf(figure),
    `n ${figure.n}`,
  ])
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The p-th percentile of measurements, nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN
}

/** Wall-clock milliseconds of some work. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

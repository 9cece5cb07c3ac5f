import { type ReactElement, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { countOf, formatNumber, formatPercent } from '@/components/ui/format'
import { Progress } from '@/components/ui/progress'
import { RelativeTime } from '@/components/ui/relative-time'
import type { BacktestView } from '@/lib/moderation/schema/backtests'
import { MarkedText } from './marked-text'
import { BACKTEST_LABELS, shareText } from './rule-text'
import { isBacktestRunning, useCancelBacktest } from './rules-client'

interface BacktestItemProps {
  item: BacktestView
  /** Whether its mistakes are shown from the start. */
  isOpen: boolean
  canWrite: boolean
}

/** One backtest: how far it is, or what came of it. */
export function BacktestItem({ item, isOpen, canWrite }: BacktestItemProps) {
  const cancel = useCancelBacktest()
  const { label, tone } = BACKTEST_LABELS[item.state]
  const source = item.source === 'file' ? 'File' : 'Past decisions'
  return (
    <li className="grid gap-3 border-line border-b px-4 py-3.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span className="font-semibold">Version {item.version}</span>
          <Chip tone={tone}>{label}</Chip>
          <span className="text-muted text-xs">
            {source}, <RelativeTime at={item.createdAt} />
          </span>
        </p>
        {isBacktestRunning(item) && canWrite ? (
          <Button size="sm" isPending={cancel.isPending} onClick={() => cancel.mutate(item.id)}>
            Cancel backtest
          </Button>
        ) : null}
      </div>
      {isBacktestRunning(item) ? (
        <div className="grid gap-1.5">
          <Progress label={`Backtest of version ${item.version}`} value={item.progress} />
          <p className="num text-muted text-xs" role="status">
            {item.state === 'queued' ? 'Waiting for a worker' : `${countOf(item.rows, 'row')} so far`}
          </p>
        </div>
      ) : null}
      {item.error ? <p className="break-words text-danger-text text-sm">{item.error}</p> : null}
      {item.state === 'done' ? <Result item={item} isOpen={isOpen} /> : null}
    </li>
  )
}

function Result({ item, isOpen }: { item: BacktestView; isOpen: boolean }) {
  return (
    <>
      <Figures item={item} />
      <p className="text-muted text-xs">{remarksOf(item).join(' ')}</p>
      {item.diff ? <Diff diff={item.diff} /> : null}
      <Samples title="Wrong matches" count={item.fp} isOpen={isOpen}>
        {item.falsePositives.map(({ text, hits }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same text may be there twice
          <Sample key={index}>
            <MarkedText text={text} hits={hits} />
          </Sample>
        ))}
      </Samples>
      <Samples title="Missed" count={item.fn} isOpen={false}>
        {item.falseNegatives.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same text may be there twice
          <Sample key={index}>{text}</Sample>
        ))}
      </Samples>
    </>
  )
}

function Figures({ item }: { item: BacktestView }) {
  const figures = [
    {
      label: 'Precision',
      value: shareText(item.precision, item.precisionInterval),
      hint: 'Share of matches that are correct',
    },
    {
      label: 'Recall',
      value: shareText(item.recall, item.recallInterval),
      hint: 'Share of expected matches that the rule found',
    },
    { label: 'Base rate', value: shareText(item.baseRate, null), hint: 'Precision of random guessing' },
    { label: 'Rows', value: formatNumber(item.rows), hint: 'Labelled texts' },
    { label: 'Matched', value: `${formatNumber(item.tp)} correct, ${formatNumber(item.fp)} wrong`, hint: 'Matches' },
    {
      label: 'Not matched',
      value: `${formatNumber(item.tn)} correct, ${formatNumber(item.fn)} missed`,
      hint: 'No match',
    },
  ]
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-x-4 gap-y-2">
      {figures.map(({ label, value, hint }) => (
        <div key={label} title={hint} className="flex flex-col-reverse justify-end">
          <dt className="text-muted text-xs">{label}</dt>
          <dd className="num font-semibold text-sm">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Before a rule goes live each text counts once. */
function repetitionText(repeated: number, distinct: BacktestView['distinct']): string {
  const rows = `${countOf(repeated, 'row')} repeated another row’s text.`
  if (!distinct) return rows
  const precision = distinct.precision === null ? '' : `, with precision ${formatPercent(distinct.precision)}`
  return `${rows} Going live counts each text once: ${countOf(distinct.rows, 'different text')}${precision}.`
}

function remarksOf(item: BacktestView): string[] {
  const { repeated, distinct, undecided, classified, badLines, badLineSamples, precision } = item
  const [firstBad] = badLineSamples
  return [
    'Intervals are 95 % confidence intervals.',
    ...(precision === null ? ['The rule matched nothing, so it has no precision.'] : []),
    ...(repeated > 0 ? [repetitionText(repeated, distinct)] : []),
    ...(undecided > 0
      ? [`${countOf(undecided, 'row')} couldn’t be decided because a signal is missing. They count as no match.`]
      : []),
    ...(classified && classified.sent + classified.missing > 0
      ? [
          `Guildhall sent ${countOf(classified.sent, 'text')} to classifiers; ${countOf(classified.missing, 'row')} got no response.`,
        ]
      : []),
    ...(badLines > 0
      ? [
          `${countOf(badLines, 'line')} could not be read${firstBad ? ` (line ${firstBad.line}: ${firstBad.reason})` : ''}.`,
        ]
      : []),
  ]
}

function Diff({ diff }: { diff: NonNullable<BacktestView['diff']> }) {
  const { liveVersion, gained, lost } = diff
  return (
    <p className="num text-sm">
      Compared with version {liveVersion}, which was live: {formatNumber(gained.right + gained.wrong)} new matches (
      {formatNumber(gained.right)} correct), {formatNumber(lost.right + lost.wrong)} lost matches (
      {formatNumber(lost.right)} correct).
    </p>
  )
}

const SHOWN_FIRST = 5

interface SamplesProps {
  title: string
  count: number
  isOpen: boolean
  children: ReactElement[]
}

/** The texts themselves, a few at first. */
function Samples({ title, count, isOpen, children }: SamplesProps) {
  const [shown, setShown] = useState(isOpen ? SHOWN_FIRST : 0)
  if (count === 0) return null
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <h3 className="font-medium">
          {title} ({formatNumber(count)})
        </h3>
        {children.length > shown ? (
          <Button size="sm" variant="ghost" onClick={() => setShown(children.length)}>
            Show {shown === 0 ? '' : 'all '}
            {formatNumber(children.length)}
          </Button>
        ) : null}
      </div>
      {shown > 0 ? <ul className="grid gap-1.5">{children.slice(0, shown)}</ul> : null}
    </div>
  )
}

function Sample({ children }: { children: ReactNode }) {
  return (
    <li className="max-h-40 overflow-y-auto whitespace-pre-wrap break-words rounded-control bg-sunken px-3 py-2 text-sm">
      {children}
    </li>
  )
}

import { formatDateTime, formatRange } from '@/lib/core/time/format'
import type { PublishedPartialCount, TransparencySummary } from '@/lib/moderation/schema/transparency'
import { breakdownLabel, hoursText, publishedCountText } from './summary-text'

/** The summary of a quarter, for the team's preview and for the public alike. */
export function SummaryView({ summary }: { summary: TransparencySummary }) {
  const { from, to, zone, countedAt, medianHours } = summary
  const figures = [
    { name: 'Reports received', value: publishedCountText(summary.reports) },
    { name: 'Cases opened', value: publishedCountText(summary.casesOpened) },
    { name: 'Cases decided', value: publishedCountText(summary.casesDecided) },
    { name: 'Decisions', value: publishedCountText(summary.decisions) },
    { name: 'Later reversed', value: publishedCountText(summary.decisionsTakenBack) },
    { name: 'Median time to decision', value: medianHours === null ? '–' : hoursText(medianHours) },
    { name: 'With a time limit', value: publishedCountText(summary.due) },
    { name: 'Appeals', value: publishedCountText(summary.appeals) },
  ]
  return (
    <div className="grid gap-5">
      <dl className="grid grid-cols-2 overflow-hidden rounded-card border border-line sm:grid-cols-4 [&>*]:-mt-px [&>*]:-ml-px [&>*]:border-line [&>*]:border-t [&>*]:border-l">
        {figures.map(({ name, value }) => (
          <div key={name} className="px-4 py-3">
            <dt className="text-muted text-sm">{name}</dt>
            <dd className="num font-semibold text-xl tracking-tight">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Parts title="Decisions by policy" section="byPolicy" parts={summary.byPolicy} />
        <Parts title="Actions" section="byAction" parts={summary.byAction} />
        <Parts title="Decided by" section="byMaker" parts={summary.byMaker} />
        <Parts title="Decisions with a time limit" section="byDue" parts={summary.byDue} />
        <Parts title="Appeal outcomes" section="byRuling" parts={summary.byRuling} />
      </div>
      <p className="max-w-prose text-muted text-xs">
        {formatRange(from, to, zone)} in {zone}, counted on {formatDateTime(countedAt, zone)}. “&lt;5” is a count from 1
        to 4, and “≥5” is a count that is hidden because it would reveal another one. This keeps counts from identifying
        anyone. A decision can have several actions. “Median time to decision” is the median time from the first report
        to a person’s decision.
      </p>
    </div>
  )
}

interface PartsProps {
  title: string
  section: string
  parts: readonly PublishedPartialCount[] | null
}

function Parts({ title, section, parts }: PartsProps) {
  const highest = Math.max(1, ...(parts ?? []).map(({ count }) => (typeof count === 'number' ? count : 0)))
  return (
    <section aria-label={title} className="grid content-start gap-1.5">
      <h3 className="font-semibold text-sm">{title}</h3>
      {parts === null ? (
        <p className="text-muted text-sm">There are too few to break down without identifying someone.</p>
      ) : parts.every(({ count }) => count === 0) ? (
        <p className="text-muted text-sm">None.</p>
      ) : (
        <ul className="grid gap-1">
          {parts.map(({ name, count }) => (
            <li key={name} className="relative flex h-8 items-center gap-3 px-2 text-sm">
              <span
                aria-hidden
                style={{ width: `${typeof count === 'number' ? (count / highest) * 100 : 0}%` }}
                className="absolute inset-y-0 left-0 rounded-chip bg-accent-soft"
              />
              <span className="relative min-w-0 truncate font-medium">{breakdownLabel(section, name)}</span>
              <b className="num relative ml-auto font-semibold">{publishedCountText(count)}</b>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

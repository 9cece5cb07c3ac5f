import { BarList } from '@/components/charts/bar-list'
import { ChartCard } from '@/components/charts/chart-card'
import { fileNameOf, saveCsv } from '@/components/charts/save-file'
import { countOf } from '@/components/ui/format'
import type { InsightView, ReporterView } from '@/lib/moderation/schema/insight'
import { DEFINITIONS } from './definitions'
import { fifthsCsv } from './to-charts'

const TITLE = 'Reporter accuracy'
const HEIGHT = 228

/** How many reporters are how often right. */
export function ReportersCard({ data }: { data: InsightView }) {
  const { fifths } = data.reporters
  const reporters = fifths.reduce((sum, count) => sum + count, 0)
  return (
    <ChartCard
      title={TITLE}
      subtitle={countOf(reporters, 'reporter')}
      status="success"
      height={HEIGHT}
      hasFullScreen={false}
      downloads={[{ label: 'CSV', run: () => saveCsv(fileNameOf(TITLE, data.from, 'csv'), fifthsCsv(data)) }]}
      howComputed={() => <p>{DEFINITIONS.fifths}</p>}
      {...(reporters === 0 ? { emptyReason: 'No reported cases were decided in this period.' } : {})}
    >
      {() => (
        <BarList
          title={TITLE}
          items={fifths.map((count, index) => ({
            id: String(index),
            name: `${index * 20} to ${index * 20 + 20} % correct`,
            value: count,
          }))}
        />
      )}
    </ChartCard>
  )
}

/** Those at both ends, for who may know who reported. */
export function NamedReporters({ data }: { data: InsightView }) {
  const { best, worst } = data.reporters
  if (!best || !worst) return null
  return (
    <div className="grid content-start gap-4 max-xl:sm:grid-cols-2">
      <Named title="Most often correct" reporters={best} />
      <Named title="Most often incorrect" reporters={worst} />
    </div>
  )
}

function Named({ title, reporters }: { title: string; reporters: ReporterView[] }) {
  return (
    <section
      aria-label={title}
      className="rounded-card border border-line bg-surface px-4 py-3 text-sm shadow-card max-sm:px-3"
    >
      <h3 className="font-semibold">{title}</h3>
      {reporters.length === 0 ? <p className="mt-1 text-muted">No reporters in this period.</p> : null}
      <ol className="mt-1">
        {reporters.map(({ id, name, externalId, right, wrong, weight }) => (
          <li key={id} className="flex items-baseline gap-2 border-line border-t py-1.5 first:border-t-0">
            <span className="min-w-0 flex-1 truncate font-medium">{name ?? externalId}</span>
            <span className="num whitespace-nowrap text-muted text-xs">
              {right} correct, {wrong} incorrect
            </span>
            <span className="num w-9 text-right" title="Weight of a new report">
              {weight.toFixed(1).replace('-', '−')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

import { BarList } from '@/components/charts/bar-list'
import { ChartCard } from '@/components/charts/chart-card'
import { fileNameOf, saveCsv } from '@/components/charts/save-file'
import { TimeSeriesCard } from '@/components/charts/time-series-card'
import type { TimeRange } from '@/components/charts/types'
import { countOf, formatNumber } from '@/components/ui/format'
import type { InsightView } from '@/lib/moderation/schema/insight'
import { DEFINITIONS } from './definitions'
import { ageText } from './insight-text'
import { agesCsv, toBacklogChart, toFlowChart } from './to-charts'

interface BacklogProps {
  data: InsightView
  isStale: boolean
  onSelectRange: (range: TimeRange) => void
}

const NOT_YET = 'This period hasn’t started yet.'

/** What waited over time, and what came and went. */
export function BacklogCharts({ data, isStale, onSelectRange }: BacklogProps) {
  const { days } = data.backlog
  const last = days.at(-1)
  const sum = (of: (day: (typeof days)[0]) => number) => formatNumber(days.reduce((total, day) => total + of(day), 0))
  const frame = { status: 'success', isStale, onSelectRange, emptyReason: NOT_YET } as const
  return (
    <>
      <TimeSeriesCard
        {...frame}
        title="Backlog"
        subtitle={last ? `${countOf(last.waiting, 'case')} at the end of the period` : undefined}
        data={toBacklogChart(data)}
        howComputed={() => <p>{DEFINITIONS.backlog}</p>}
      />
      <TimeSeriesCard
        {...frame}
        title="Opened and decided"
        subtitle={`${sum(({ opened }) => opened)} opened, ${sum(({ closed }) => closed)} decided`}
        data={toFlowChart(data)}
        howComputed={() => <p>{DEFINITIONS.flow}</p>}
      />
    </>
  )
}

const AGES = 'Age of waiting cases'
const HEIGHT = 228

/** How long the cases that wait have done so. */
export function AgesCard({ data }: { data: InsightView }) {
  const { ages, waiting, overdue } = data.backlog
  return (
    <ChartCard
      title={AGES}
      subtitle={waiting === 0 ? '' : `${formatNumber(overdue)} of ${countOf(waiting, 'case')} overdue`}
      status="success"
      height={HEIGHT}
      hasFullScreen={false}
      downloads={[{ label: 'CSV', run: () => saveCsv(fileNameOf(AGES, data.asOf, 'csv'), agesCsv(data)) }]}
      howComputed={() => <p>{DEFINITIONS.ages}</p>}
      {...(waiting === 0 ? { emptyReason: 'No cases are waiting.' } : {})}
    >
      {() => (
        <BarList
          title={AGES}
          items={ages.map(({ underHours, waiting: count }, index) => ({
            id: String(underHours),
            name: ageText(ages, index),
            value: count,
          }))}
        />
      )}
    </ChartCard>
  )
}

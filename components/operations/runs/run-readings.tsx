import { countOf, formatValue } from '@/components/ui/format'
import { formatOf } from '@/components/usage/value-format'
import type { RunDetail } from '@/lib/collection/schema'

/** In the metric's unit, as the charts write it. */
const writtenOf = ({ unit, value }: RunDetail['readings'][number]): string => formatValue(value, formatOf(unit))

const labelsOf = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

/** What a run measured; the totals first, then the parts behind a click. */
export function RunReadings({ run }: { run: RunDetail }) {
  const totals = run.readings.filter((reading) => Object.keys(reading.labels).length === 0)
  const parts = run.readings.filter((reading) => Object.keys(reading.labels).length > 0)
  if (run.readings.length === 0) return null
  return (
    <section aria-label="Samples" className="grid gap-2">
      <h2 className="num font-semibold text-sm">{countOf(run.samples, 'sample')}</h2>
      <ReadingTable readings={totals} caption="Totals" />
      {parts.length > 0 ? (
        <details>
          <summary className="num cursor-pointer py-1 text-accent-text text-sm hover:underline">
            {countOf(parts.length, 'sample')} by channel or space{run.hasMoreReadings ? ', more not shown' : ''}
          </summary>
          <ReadingTable readings={parts} caption="By channel or space" />
        </details>
      ) : null}
    </section>
  )
}

function ReadingTable({ readings, caption }: { readings: RunDetail['readings']; caption: string }) {
  return (
    <table className="w-full text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th>Metric</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        {readings.map((reading) => (
          <tr
            key={`${reading.metric}:${labelsOf(reading.labels)}:${reading.at}`}
            className="border-line border-b last:border-b-0"
          >
            <th scope="row" className="py-1.5 pr-3 font-normal">
              {reading.title} <span className="text-muted">{labelsOf(reading.labels)}</span>
            </th>
            <td className="num py-1.5 text-right font-medium">{writtenOf(reading)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

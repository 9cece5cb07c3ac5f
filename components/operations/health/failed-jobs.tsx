import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { countOf } from '@/components/ui/format'
import type { HealthView } from '@/lib/collection/schema'

/** Failed jobs, with the last error of each. */
export function FailedJobs({ failures }: { failures: HealthView['jobs']['failures'] }) {
  return (
    <Card aria-labelledby="failed-jobs-title">
      <CardHeader className="pb-2">
        <CardTitle id="failed-jobs-title">Failed jobs</CardTitle>
      </CardHeader>
      <ul>
        {failures.map((job) => (
          <li key={job.id} className="border-line border-t px-4 py-2.5 text-sm">
            <p className="num">
              <code className="font-mono font-semibold">{job.task}</code>{' '}
              <span className="text-muted">after {countOf(job.attempts, 'attempt')}</span>
            </p>
            <p className="break-words text-danger-text">{job.error ?? 'No error was recorded.'}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

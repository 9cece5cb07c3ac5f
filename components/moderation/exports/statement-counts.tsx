import { formatNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Table, TableCell, TableFrame, TableHead, TableRow } from '@/components/ui/table'
import type { StatementCounts } from '@/lib/moderation/schema/statements'

/** How many statements a quarter has, and each reason why one can't be made. */
export function StatementCountsView({ counts }: { counts: StatementCounts }) {
  const figures = [
    { name: 'Valid', value: counts.valid },
    { name: 'Can’t be created', value: counts.invalid },
    { name: 'Reversed', value: counts.reversed },
    { name: 'Not required', value: counts.unneeded },
  ]
  return (
    <>
      <dl className="grid grid-cols-2 border-line border-t sm:grid-cols-4">
        {figures.map(({ name, value }) => (
          <div key={name} className="px-4 py-3">
            <dt className="text-muted text-sm">{name}</dt>
            <dd className="num font-semibold text-xl tracking-tight">{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {counts.estimatedDates > 0 ? (
        <p className="border-line border-t px-4 py-2.5 text-muted text-sm">
          In {formatNumber(counts.estimatedDates)} of the valid statements, the content’s date is the day Guildhall
          first saw it, because its creation date is unknown.
        </p>
      ) : null}
      {counts.problems.length > 0 ? <Problems problems={counts.problems} /> : null}
    </>
  )
}

function Problems({ problems }: Pick<StatementCounts, 'problems'>) {
  return (
    <TableFrame className="border-line border-t">
      <Table>
        <caption className="sr-only">Why statements can’t be created</caption>
        <thead>
          <tr>
            <TableHead>Reason</TableHead>
            <TableHead className="text-right">Decisions</TableHead>
            <TableHead>Example</TableHead>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ code, reason, policyId, count, caseId }) => (
            <TableRow key={`${code} ${policyId} ${reason}`}>
              <TableCell className="min-w-48">{reason}</TableCell>
              <TableCell className="num text-right">{formatNumber(count)}</TableCell>
              <TableCell>
                <Link
                  href={`/moderation?status=decided&case=${caseId}`}
                  className="num whitespace-nowrap text-accent-text underline-offset-4 hover:underline"
                >
                  Case #{caseId}
                </Link>
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}

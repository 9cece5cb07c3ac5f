import { FileText } from 'lucide-react'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { formatDate } from '@/lib/core/time/format'
import { quarterMonths } from './quarter-text'

interface PublishedListProps {
  community: string
  zone: string
  items: readonly { quarter: string; publishedAt: string }[]
}

/** What the public finds of a community's moderation: a summary for each quarter that was published. */
export function PublishedList({ community, zone, items }: PublishedListProps) {
  return (
    <>
      <PageHeader title={`Transparency at ${community}`}>
        Reports received and decisions made, by quarter. No count identifies a person.
      </PageHeader>
      <Card aria-label="Published quarters">
        {items.length === 0 ? (
          <EmptyState icon={FileText} title="No transparency reports yet">
            Each quarter’s transparency report appears here after the team publishes it.
          </EmptyState>
        ) : (
          <ul>
            {items.map(({ quarter, publishedAt }) => (
              <li key={quarter} className="border-line border-b last:border-b-0">
                <Link
                  href={`/transparency/${quarter}`}
                  className="flex flex-wrap items-baseline gap-x-3 px-4 py-3 transition-colors hover:bg-sunken/60 focus-visible:-outline-offset-2"
                >
                  <span className="min-w-0 flex-1 basis-48 font-medium">{quarterMonths(quarter)}</span>
                  <span className="num text-muted text-sm">
                    published {formatDate(publishedAt, zone, { hasYear: true })}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}

import { FileText } from 'lucide-react'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { formatDate } from '@/lib/core/time/format'
import { quarterMonths } from './quarter-words'

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
        How many reports were received and what was decided, by quarter. No count points at a person.
      </PageHeader>
      <Card aria-label="Published quarters">
        {items.length === 0 ? (
          <EmptyState icon={FileText} title="Nothing has been published yet">
            Here will be a summary of each quarter, once the team has published it.
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

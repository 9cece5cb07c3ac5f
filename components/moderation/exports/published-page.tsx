import { Download } from 'lucide-react'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import { formatDate } from '@/lib/core/time/format'
import type { PublishedSummary } from '@/lib/moderation/schema/transparency'
import { quarterMonths } from './quarter-text'
import { SummaryView } from './summary-view'

/** The published summary of a quarter, with its data as files. */
export function PublishedPage({ published: { summary, publishedAt } }: { published: PublishedSummary }) {
  const { quarter, community, zone } = summary
  return (
    <>
      <nav aria-label="Transparency">
        <Link href="/transparency" className="text-accent-text text-sm underline-offset-4 hover:underline">
          All quarters
        </Link>
      </nav>
      <PageHeader
        title={`${community}, ${quarterMonths(quarter)}`}
        actions={(['json', 'csv'] as const).map((format) => (
          <Button asChild key={format}>
            <a href={`/transparency/${quarter}.${format}`} download>
              <Download aria-hidden />
              {format.toUpperCase()}
            </a>
          </Button>
        ))}
      >
        How the community was moderated. Published {formatDate(publishedAt, zone, { hasYear: true })}.
      </PageHeader>
      <Card aria-label="Figures">
        <CardHeader>
          <CardTitle>Figures</CardTitle>
        </CardHeader>
        <CardBody>
          <SummaryView summary={summary} />
        </CardBody>
      </Card>
    </>
  )
}

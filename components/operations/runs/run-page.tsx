'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { RunDetail } from './run-detail'
import { runQuery } from './runs-client'

/** One run on a page of its own, with an address to share. */
export function RunPage({ id }: { id: string }) {
  const { data: run } = useQuery(runQuery(id))
  return (
    <>
      <PageHeader
        title={run ? `Run of ${run.sourceName}` : 'Run'}
        actions={
          <Button asChild>
            <Link href="/operations/runs">
              <ArrowLeft aria-hidden />
              All runs
            </Link>
          </Button>
        }
      >
        {run ? <RelativeTime at={run.startedAt} /> : null}
      </PageHeader>
      <Card className="max-w-3xl">
        <CardBody>
          <RunDetail id={id} />
        </CardBody>
      </Card>
    </>
  )
}

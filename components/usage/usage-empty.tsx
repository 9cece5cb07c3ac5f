'use client'

import { ChartLine } from 'lucide-react'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'

/** The page before anything was measured: what will be here, and how it comes. */
export function UsageEmpty() {
  const can = useCan()
  return (
    <Card>
      <EmptyState
        icon={ChartLine}
        title="No data yet"
        className="py-20"
        action={
          <>
            {can('imports:write') ? (
              <Button asChild>
                <Link href="/operations/imports">Import messages</Link>
              </Button>
            ) : null}
            {can('sources:write') ? (
              <Button asChild>
                <Link href="/operations">View sources</Link>
              </Button>
            ) : null}
          </>
        }
      >
        Charts of your community’s activity appear here after the first collection. Import messages to see earlier
        years. This page updates automatically.
      </EmptyState>
    </Card>
  )
}

'use client'

import { ChartLine } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { can, type Role } from '@/lib/staff/permissions'

/** The page before anything was measured: what will be here, and how it comes. */
export function UsageEmpty({ role }: { role: Role }) {
  return (
    <Card>
      <EmptyState
        icon={ChartLine}
        title="Nothing has been measured yet"
        className="py-20"
        action={
          <>
            {can(role, 'imports:write') ? (
              <Button asChild>
                <Link href="/operations/imports">Import messages</Link>
              </Button>
            ) : null}
            {can(role, 'sources:write') ? (
              <Button asChild>
                <Link href="/operations">See the sources</Link>
              </Button>
            ) : null}
          </>
        }
      >
        The charts of the community’s use appear here with the first collection, and with an import the years before it.
        This page fills by itself.
      </EmptyState>
    </Card>
  )
}

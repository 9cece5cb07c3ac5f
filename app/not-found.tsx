import { Compass } from 'lucide-react'
import type { Metadata } from 'next'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div>
        <h1 className="sr-only">Not found</h1>
        <EmptyState
          icon={Compass}
          title="Page not found"
          action={
            <Button asChild>
              <Link href="/">Go to start page</Link>
            </Button>
          }
        >
          The link may be outdated or incomplete.
        </EmptyState>
      </div>
    </main>
  )
}

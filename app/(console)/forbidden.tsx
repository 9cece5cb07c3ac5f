import { Lock } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'

/** For a page that the reader's role may not open. */
export default function ConsoleForbidden() {
  return (
    <Card>
      <EmptyState
        icon={Lock}
        title="You don’t have access to this page"
        action={
          <Button asChild>
            <Link href="/overview">Go to overview</Link>
          </Button>
        }
      >
        An operator can change your role under Operations, Staff.
      </EmptyState>
    </Card>
  )
}

import { CircleAlert, CircleCheck, CircleDot, type LucideIcon, TriangleAlert } from 'lucide-react'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import type { AttentionView } from '@/lib/console/schema'

type AttentionItem = AttentionView['items'][number]

const MARKS: Record<AttentionItem['tone'], { icon: LucideIcon; name: string; className: string }> = {
  danger: { icon: CircleAlert, name: 'Failing', className: 'text-danger' },
  warn: { icon: TriangleAlert, name: 'Attention', className: 'text-warn' },
  step: { icon: CircleDot, name: 'Next step', className: 'text-accent' },
}

/** What somebody should look at, each with the way there. */
export function AttentionCard({ items }: { items: readonly AttentionItem[] }) {
  return (
    <Card aria-labelledby="attention" className="content-start">
      <CardHeader>
        <CardTitle id="attention">Needs attention</CardTitle>
      </CardHeader>
      {items.length === 0 ? (
        <EmptyState icon={CircleCheck} title="All healthy" className="py-8">
          All sources are on time and no jobs are stuck.
        </EmptyState>
      ) : (
        <ul className="grid px-4 pt-1 pb-2">
          {items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Item({ item }: { item: AttentionItem }) {
  const { icon: Icon, name, className } = MARKS[item.tone]
  return (
    <li className="flex gap-2.5 border-line border-b py-2.5 last:border-b-0">
      <Icon aria-label={name} className={cn('mt-0.5 size-4 shrink-0', className)} />
      <div className="grid min-w-0 gap-0.5">
        <p className="font-semibold">{item.title}</p>
        <p className="text-muted text-sm">{item.detail}</p>
        <Link
          href={item.href}
          className="touch-target relative justify-self-start font-medium text-accent-text text-sm hover:underline"
        >
          {item.action}
        </Link>
      </div>
    </li>
  )
}

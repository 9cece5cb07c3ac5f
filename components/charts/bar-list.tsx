import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { formatValue, type ValueFormat } from '@/components/ui/format'
import { Link } from '@/components/ui/link'

export interface BarListItem {
  id: string
  name: string
  value: number
  /** After the value: the change, say. */
  hint?: ReactNode
  /** Where the name leads. */
  href?: string
}

interface BarListProps {
  /** What the list ranks, for assistive technology. */
  title: string
  items: readonly BarListItem[]
  format?: ValueFormat
  /** What those beyond the list come to: a last row without a rank. */
  other?: { name: string; value: number } | null
}

/** The top of a ranking: a name, a bar against the highest, and the figure. */
export function BarList({ title, items, format = 'count', other }: BarListProps) {
  const high = Math.max(1e-9, ...items.map(({ value }) => value), other?.value ?? 0)
  return (
    <ol aria-label={title} className="grid gap-1">
      {items.map((item) => (
        <BarRow key={item.id} item={item} share={item.value / high} format={format} />
      ))}
      {other ? <BarRow item={{ id: 'other', ...other }} share={other.value / high} format={format} isOther /> : null}
    </ol>
  )
}

interface BarRowProps {
  item: BarListItem
  share: number
  format: ValueFormat
  isOther?: boolean
}

function BarRow({ item: { name, value, hint, href }, share, format, isOther }: BarRowProps) {
  return (
    <li className="relative flex h-8 items-center gap-3 px-2 text-sm">
      <span
        aria-hidden
        style={{ width: `${Math.max(0.5, share * 100)}%` }}
        className={cn('absolute inset-y-0 left-0 rounded-chip', isOther ? 'bg-sunken' : 'bg-accent-soft')}
      />
      {href ? (
        <Link href={href} className="relative min-w-0 truncate font-medium underline-offset-4 hover:underline">
          {name}
        </Link>
      ) : (
        <span className={cn('relative min-w-0 truncate', isOther ? 'text-muted' : 'font-medium')}>{name}</span>
      )}
      <span className="num relative ml-auto flex shrink-0 items-baseline gap-2">
        {hint ? <span className="text-muted text-xs">{hint}</span> : null}
        <b className="font-semibold">{formatValue(value, format)}</b>
      </span>
    </li>
  )
}

import { cva, type VariantProps } from 'class-variance-authority'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

const styles = cva(
  'inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-chip border px-1.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'border-line bg-sunken text-muted',
        accent: 'border-transparent bg-accent-soft text-accent-text',
        good: 'border-transparent bg-good-soft text-good-text',
        warn: 'border-transparent bg-warn-soft text-warn-text',
        danger: 'border-transparent bg-danger-soft text-danger-text',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)

interface ChipProps extends VariantProps<typeof styles> {
  /** The state in a word: a colour never stands alone. */
  children: ReactNode
  icon?: LucideIcon
  className?: string
}

export type ChipTone = NonNullable<ChipProps['tone']>

/** A state or a small fact. */
export function Chip({ tone, icon: Icon, className, children }: ChipProps) {
  return (
    <span className={cn(styles({ tone }), className)}>
      {Icon ? <Icon aria-hidden /> : null}
      <span className="truncate">{children}</span>
    </span>
  )
}

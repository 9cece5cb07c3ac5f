'use client'

import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface Segment<T extends string> {
  value: T
  label: ReactNode
  /** Spoken instead of a short label: "Last 30 days" for "30 d". */
  name?: string
  isDisabled?: boolean
}

interface SegmentedProps<T extends string> {
  /** What is chosen here, for assistive technology. */
  label: string
  value: T
  onValueChange: (value: T) => void
  segments: readonly Segment<T>[]
  className?: string
}

/** One of a few, all in sight: a radio group in one bar. Arrow keys move and choose. Scrolls sideways where it is too long. */
export function Segmented<T extends string>({ label, value, onValueChange, segments, className }: SegmentedProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      orientation="horizontal"
      className={cn(
        'num inline-flex h-8 max-w-full shrink-0 overflow-x-auto rounded-control border border-line-control bg-surface shadow-card [scrollbar-width:none] coarse:h-10',
        className,
      )}
    >
      {segments.map((segment) => (
        <RadioGroup.Item
          key={segment.value}
          value={segment.value}
          disabled={segment.isDisabled ?? false}
          aria-label={segment.name}
          className="shrink-0 border-line border-l px-2.5 font-medium text-muted text-sm transition-colors first:rounded-l-[6px] first:border-l-0 last:rounded-r-[6px] hover:text-ink focus-visible:-outline-offset-2 disabled:opacity-50 data-[state=checked]:bg-accent-soft data-[state=checked]:font-semibold data-[state=checked]:text-accent-text coarse:px-3"
        >
          {segment.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

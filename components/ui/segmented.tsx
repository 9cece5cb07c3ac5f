'use client'

import { type ReactNode, useId } from 'react'
import { cn } from './cn'
import { onCheckClick } from './on-check-click'

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
  const name = useId()
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn(
        'num inline-flex h-8 max-w-full shrink-0 overflow-x-auto rounded-control border border-line-control bg-surface shadow-card [scrollbar-width:none] coarse:h-10',
        className,
      )}
    >
      {segments.map((segment) => (
        <label
          key={segment.value}
          className="relative flex shrink-0 items-center border-line border-l px-2.5 font-medium text-muted text-sm transition-colors first:rounded-l-[6px] first:border-l-0 last:rounded-r-[6px] hover:text-ink has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent-text has-disabled:opacity-50 coarse:px-3"
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            disabled={segment.isDisabled ?? false}
            aria-label={segment.name}
            onClick={() => segment.value === value || onValueChange(segment.value)}
            onChange={onCheckClick}
            className="absolute inset-0 appearance-none rounded-[inherit] focus-visible:-outline-offset-2"
          />
          {segment.label}
        </label>
      ))}
    </div>
  )
}

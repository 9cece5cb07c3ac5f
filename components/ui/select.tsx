'use client'

import { ChevronDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cn } from './cn'
import { selectTriggerStyles } from './select-trigger'
import { lazyModule, useLazyModule } from './use-lazy-module'

export interface SelectOption<T extends string> {
  value: T
  label: string
  /** A line under the label, in the list only. */
  hint?: string
  isDisabled?: boolean
}

export interface SelectProps<T extends string> {
  value: T | undefined
  onValueChange: (value: T) => void
  options: readonly SelectOption<T>[]
  placeholder?: string
  /** Its accessible name where no Field labels it. */
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  id?: string
  isDisabled?: boolean
  className?: string
  /** Shown before the value, inside the control. */
  prefix?: ReactNode
}

const module = lazyModule(() => import('./lazy-select'))

const OPENING_KEYS = new Set(['ArrowDown', 'ArrowUp', 'Enter', ' '])

/**
 * One of a few; past about fifteen options use a searchable list. Inside a Field it takes the label's id. Until it is first
 * opened it is a button that looks and sounds the same: the list's code is fetched then.
 */
export function Select<T extends string>(props: SelectProps<T>) {
  const [isWanted, setWanted] = useState(false)
  const loaded = useLazyModule(module, isWanted)
  if (loaded) return <loaded.LazySelect {...props} />
  const { value, onValueChange: _, options, placeholder, isDisabled, className, prefix, ...aria } = props
  const label = options.find((option) => option.value === value)?.label
  return (
    <button
      {...aria}
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      disabled={isDisabled}
      data-placeholder={label === undefined || undefined}
      onPointerEnter={module.load}
      onFocus={module.load}
      onClick={() => setWanted(true)}
      onKeyDown={(event) => {
        if (!OPENING_KEYS.has(event.key)) return
        event.preventDefault()
        setWanted(true)
      }}
      className={cn(selectTriggerStyles, className)}
    >
      {prefix}
      <span className="min-w-0 truncate font-medium">{label ?? placeholder}</span>
      <ChevronDown aria-hidden className="ml-auto size-4 shrink-0 text-muted" />
    </button>
  )
}

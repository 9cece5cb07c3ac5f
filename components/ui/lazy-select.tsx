'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { cn } from './cn'
import { menuItemStyles, menuStyles } from './menu-styles'
import { pageNonce } from './nonce'
import type { SelectOption, SelectProps } from './select'
import { selectTriggerStyles } from './select-trigger'

/** The select itself, from its first opening on; it opens as it comes. */
export function LazySelect<T extends string>(props: SelectProps<T>) {
  const { value, onValueChange, options, placeholder, isDisabled, className, prefix, ...aria } = props
  return (
    <Radix.Root
      defaultOpen
      value={value ?? ''}
      onValueChange={(next) => onValueChange(next as T)}
      disabled={isDisabled ?? false}
    >
      <Radix.Trigger {...aria} className={cn(selectTriggerStyles, className)}>
        {prefix}
        <span className="min-w-0 truncate font-medium">
          <Radix.Value placeholder={placeholder}>{options.find((option) => option.value === value)?.label}</Radix.Value>
        </span>
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="ml-auto size-4 shrink-0 text-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            menuStyles,
            'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)',
          )}
        >
          <Radix.Viewport nonce={pageNonce()}>
            {options.map((option) => (
              <SelectItem key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function SelectItem({ option }: { option: SelectOption<string> }) {
  return (
    <Radix.Item value={option.value} disabled={option.isDisabled ?? false} className={cn(menuItemStyles, 'pr-8')}>
      <span className="grid">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.hint ? <span className="text-muted text-xs">{option.hint}</span> : null}
      </span>
      <Radix.ItemIndicator className="absolute right-2.5">
        <Check aria-hidden className="size-4 text-accent" />
      </Radix.ItemIndicator>
    </Radix.Item>
  )
}

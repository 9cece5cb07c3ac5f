'use client'

import { Check, ChevronRight } from 'lucide-react'
import { type DropdownMenu, Slot } from 'radix-ui'
import { type ComponentProps, createContext, useContext, useRef, useState } from 'react'
import { cn } from './cn'
import { menuItemStyles, menuStyles } from './menu-styles'
import { lazyModule, useLazyModule } from './use-lazy-module'

/** The parts of a menu are many kilobytes that no page needs to begin with: they come with the first sign of intent. */
const module = lazyModule(() => import('./lazy-menu'))
type Parts = typeof import('./lazy-menu')

interface MenuState {
  /** Null until the menu has been asked for and its parts are here. */
  parts: Parts | null
  open: (by: 'key' | 'pointer') => void
  /** Called with the content as it first appears. */
  onFirst: (content: HTMLElement) => void
}

const MenuContext = createContext<MenuState>({ parts: null, open: () => undefined, onFirst: () => undefined })

/** The parts; within an opened menu they are always there. */
const useParts = (): Parts | null => useContext(MenuContext).parts

/** Not modal: the page behind stays readable for assistive technology and can be scrolled. */
export function Menu({ children }: Pick<DropdownMenu.DropdownMenuProps, 'children'>) {
  const [openedBy, setOpenedBy] = useState<'key' | 'pointer' | null>(null)
  const parts = useLazyModule(module, openedBy !== null)
  const wasFirst = useRef(false)
  const onFirst = (content: HTMLElement) => {
    if (wasFirst.current) return
    wasFirst.current = true
    // Radix did not see the key that opened it and would leave the focus on the whole; after it has, the first item gets it.
    if (openedBy === 'key') setTimeout(() => content.querySelector<HTMLElement>('[role^=menuitem]')?.focus())
  }
  const state = { parts, open: setOpenedBy, onFirst }
  return (
    <MenuContext value={state}>
      {parts ? (
        <parts.Root modal={false} defaultOpen>
          {children}
        </parts.Root>
      ) : (
        children
      )}
    </MenuContext>
  )
}

const OPENING_KEYS = new Set(['ArrowDown', 'Enter', ' '])

export function MenuTrigger({ asChild, ...props }: ComponentProps<typeof DropdownMenu.Trigger>) {
  const { parts, open } = useContext(MenuContext)
  if (parts) return <parts.Trigger {...(asChild ? { asChild } : {})} {...props} />
  const Element = asChild ? Slot.Root : 'button'
  return (
    <Element
      {...(asChild ? {} : { type: 'button' as const })}
      aria-haspopup="menu"
      aria-expanded={false}
      data-state="closed"
      onPointerEnter={module.load}
      onFocus={module.load}
      onClick={() => open('pointer')}
      onKeyDown={(event) => {
        if (!OPENING_KEYS.has(event.key)) return
        event.preventDefault()
        open('key')
      }}
      {...props}
    />
  )
}

export function MenuContent({ className, ...props }: ComponentProps<typeof DropdownMenu.Content>) {
  const { parts, onFirst } = useContext(MenuContext)
  if (!parts) return null
  return (
    <parts.Portal>
      <parts.Content
        ref={(content) => {
          if (content) onFirst(content)
        }}
        sideOffset={4}
        collisionPadding={8}
        align="end"
        className={cn(menuStyles, 'min-w-44', className)}
        {...props}
      />
    </parts.Portal>
  )
}

interface MenuItemProps extends ComponentProps<typeof DropdownMenu.Item> {
  tone?: 'danger'
}

export function MenuItem({ className, tone, ...props }: MenuItemProps) {
  const parts = useParts()
  if (!parts) return null
  return (
    <parts.Item
      className={cn(menuItemStyles, '[&_svg]:text-muted', tone && 'text-danger-text [&_svg]:text-danger', className)}
      {...props}
    />
  )
}

export function MenuRadioGroup(props: ComponentProps<typeof DropdownMenu.RadioGroup>) {
  const parts = useParts()
  return parts ? <parts.RadioGroup {...props} /> : null
}

export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof DropdownMenu.RadioItem>) {
  const parts = useParts()
  if (!parts) return null
  return (
    <parts.RadioItem className={cn(menuItemStyles, 'pr-8', className)} {...props}>
      {children}
      <parts.ItemIndicator className="absolute right-2.5">
        <Check aria-hidden className="text-accent" />
      </parts.ItemIndicator>
    </parts.RadioItem>
  )
}

/** One of several that can be chosen at once: the menu stays open. */
export function MenuCheckboxItem({ className, children, ...props }: ComponentProps<typeof DropdownMenu.CheckboxItem>) {
  const parts = useParts()
  if (!parts) return null
  return (
    <parts.CheckboxItem
      className={cn(menuItemStyles, 'pr-8', className)}
      onSelect={(event) => event.preventDefault()}
      {...props}
    >
      {children}
      <parts.ItemIndicator className="absolute right-2.5">
        <Check aria-hidden className="text-accent" />
      </parts.ItemIndicator>
    </parts.CheckboxItem>
  )
}

interface SubMenuProps extends Pick<DropdownMenu.DropdownMenuSubProps, 'children' | 'onOpenChange'> {
  label: string
}

/** A menu behind an item of a menu. */
export function SubMenu({ label, children, ...props }: SubMenuProps) {
  const parts = useParts()
  if (!parts) return null
  return (
    <parts.Sub {...props}>
      <parts.SubTrigger className={cn(menuItemStyles, 'pr-8 data-[state=open]:bg-sunken')}>
        {label}
        <ChevronRight aria-hidden className="absolute right-2 text-muted" />
      </parts.SubTrigger>
      <parts.Portal>
        <parts.SubContent
          sideOffset={6}
          alignOffset={-5}
          collisionPadding={8}
          className={cn(menuStyles, 'max-h-80 min-w-44')}
        >
          {children}
        </parts.SubContent>
      </parts.Portal>
    </parts.Sub>
  )
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof DropdownMenu.Label>) {
  const parts = useParts()
  if (!parts) return null
  return <parts.Label className={cn('px-2 pt-1.5 pb-1 font-medium text-muted text-xs', className)} {...props} />
}

export function MenuSeparator() {
  const parts = useParts()
  return parts ? <parts.Separator className="-mx-1 my-1 h-px bg-line" /> : null
}

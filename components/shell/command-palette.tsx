'use client'

import { Command } from 'cmdk'
import { CornerDownLeft, type LucideIcon, Moon, Search, Sun, Zap } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { Dialog as Radix } from 'radix-ui'
import { cn } from '@/components/ui/cn'
import { menuItemStyles } from '@/components/ui/menu-styles'
import { overlayStyles } from '@/components/ui/overlay-styles'
import type { Role } from '@/lib/staff/permissions'
import { navigationFor } from './navigation'
import { useAllShortcuts } from './shortcuts'

interface CommandPaletteProps {
  role: Role
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Pages and the actions of this page, by typing. */
export function CommandPalette({ role, isOpen, onOpenChange }: CommandPaletteProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayStyles} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 top-[12dvh] z-50 mx-auto w-[calc(100vw-24px)] max-w-xl overflow-hidden rounded-card border border-line bg-raised shadow-float focus:outline-none data-[state=closed]:animate-fade-out data-[state=open]:animate-pop-in"
        >
          <Radix.Title className="sr-only">Search or jump to</Radix.Title>
          <PaletteBody role={role} onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const groupStyles =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs'

function PaletteBody({ role, onDone }: { role: Role; onDone: () => void }) {
  const router = useRouter()
  const { resolvedTheme, setTheme } = useTheme()
  const shortcuts = useAllShortcuts()
  const choose = (run: () => void) => () => {
    onDone()
    run()
  }
  const other = resolvedTheme === 'dark' ? 'light' : 'dark'
  return (
    <Command label="Search or jump to" loop>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          placeholder="Search or jump to"
          className="h-11 w-full bg-transparent text-base outline-none coarse:text-lg"
        />
      </div>
      <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted text-sm">Nothing by that name.</Command.Empty>
        <Command.Group heading="Pages" className={groupStyles}>
          {navigationFor(role).map(({ href, label, hint, icon }) => (
            <PaletteItem key={href} icon={icon} label={label} hint={hint} onSelect={choose(() => router.push(href))} />
          ))}
        </Command.Group>
        <Command.Group heading="Actions" className={groupStyles}>
          {shortcuts().map(({ keys, label, run }) => (
            <PaletteItem key={keys} icon={Zap} label={label} hint={keys.toUpperCase()} onSelect={choose(run)} />
          ))}
          <PaletteItem
            icon={other === 'dark' ? Moon : Sun}
            label={`Switch to the ${other} theme`}
            onSelect={choose(() => setTheme(other))}
          />
        </Command.Group>
      </Command.List>
    </Command>
  )
}

interface PaletteItemProps {
  icon: LucideIcon
  label: string
  hint?: string
  onSelect: () => void
}

function PaletteItem({ icon: Icon, label, hint, onSelect }: PaletteItemProps) {
  return (
    <Command.Item
      value={`${label} ${hint ?? ''}`}
      onSelect={onSelect}
      className={cn(
        menuItemStyles,
        'group h-10 text-base data-[disabled=false]:opacity-100 data-[selected=true]:bg-sunken dark:data-[selected=true]:bg-line-strong/60',
      )}
    >
      <Icon aria-hidden className="text-muted" />
      {label}
      {hint ? <span className="text-muted text-sm">{hint}</span> : null}
      <CornerDownLeft aria-hidden className="ml-auto text-faint opacity-0 group-data-[selected=true]:opacity-100" />
    </Command.Item>
  )
}

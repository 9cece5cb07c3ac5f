'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { CornerDownLeft, Moon, Search, Sun, Zap } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { menuItemStyles } from '@/components/ui/menu-styles'
import { overlayStyles } from '@/components/ui/overlay-styles'
import { searchQuery } from './console-client'
import { useNavigation } from './navigation'
import { useAllShortcuts } from './shortcuts'

interface CommandPaletteProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Pages, the actions of this page, and what the server finds, by typing. */
export function CommandPalette({ isOpen, onOpenChange }: CommandPaletteProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayStyles} />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 top-[12dvh] z-50 mx-auto w-[calc(100vw-24px)] max-w-xl overflow-hidden rounded-card border border-line bg-raised shadow-float focus:outline-none data-[state=closed]:animate-fade-out data-[state=open]:animate-pop-in"
        >
          <Radix.Title className="sr-only">Search or jump to</Radix.Title>
          <PaletteBody onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const groupStyles =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs'

/** Every word that is typed has to be there; what begins with it comes first. By letters far apart anything would be found. */
function rank(value: string, search: string): number {
  const text = value.toLowerCase()
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.every((word) => text.includes(word))) return 0
  return text.startsWith(search.toLowerCase()) ? 1 : words.some((word) => text.includes(` ${word}`)) ? 0.7 : 0.4
}

/** Typing pauses so long before the server is asked. */
const PAUSE_MS = 150

function PaletteBody({ onDone }: { onDone: () => void }) {
  const router = useRouter()
  const [text, setText] = useState('')
  const choose = (run: () => void) => () => {
    onDone()
    run()
  }
  const goTo = (href: string) => choose(() => router.push(href))
  return (
    <Command label="Search or jump to" loop filter={rank}>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          placeholder="Search or jump to"
          value={text}
          onValueChange={setText}
          className="h-11 w-full bg-transparent text-base outline-none coarse:text-lg"
        />
      </div>
      <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
        <PageGroup goTo={goTo} isWhole={text !== ''} />
        <ActionGroup choose={choose} />
        <FoundGroups text={text} goTo={goTo} />
      </Command.List>
    </Command>
  )
}

/** Sections at first; whoever types finds their tabs as well. */
function PageGroup({ goTo, isWhole }: { goTo: (href: string) => () => void; isWhole: boolean }) {
  const { sections, icons } = useNavigation()
  return (
    <Command.Group heading="Pages" className={groupStyles}>
      {sections.map(({ href, label, hint, tabs }) => [
        <PaletteItem key={href} icon={icons[href]} label={label} hint={hint} onSelect={goTo(href)} />,
        ...(isWhole ? tabs : [])
          .filter((tab) => tab.href !== href)
          .map((tab) => (
            <PaletteItem
              key={tab.href}
              icon={icons[href]}
              label={tab.label}
              hint={`${label}: ${tab.hint}`}
              onSelect={goTo(tab.href)}
            />
          )),
      ])}
    </Command.Group>
  )
}

function ActionGroup({ choose }: { choose: (run: () => void) => () => void }) {
  const { resolvedTheme, setTheme } = useTheme()
  const shortcuts = useAllShortcuts()
  const other = resolvedTheme === 'dark' ? 'light' : 'dark'
  return (
    <Command.Group heading="Actions" className={groupStyles}>
      {shortcuts().map(({ keys, label, run }) => (
        <PaletteItem
          key={keys}
          icon={<Zap aria-hidden />}
          label={label}
          hint={keys.toUpperCase()}
          onSelect={choose(run)}
        />
      ))}
      <PaletteItem
        icon={other === 'dark' ? <Moon aria-hidden /> : <Sun aria-hidden />}
        label={`Switch to ${other} theme`}
        onSelect={choose(() => setTheme(other))}
      />
    </Command.Group>
  )
}

/** What the server knows by that name: members, cases, rules and whatever else a domain finds. */
function FoundGroups({ text, goTo }: { text: string; goTo: (href: string) => () => void }) {
  const asked = usePaused(text.trim(), PAUSE_MS)
  const { data, isError } = useQuery(searchQuery(asked))
  const groups = asked === '' ? [] : (data?.groups ?? [])
  const isWaiting = text.trim() !== asked || (asked !== '' && !data && !isError)
  return (
    <>
      {groups.map(({ title, items }) => (
        <Command.Group key={title} heading={title} forceMount className={groupStyles}>
          {items.map(({ id, label, hint, href }) => (
            <PaletteItem key={id} id={id} label={label} hint={hint} onSelect={goTo(href)} />
          ))}
        </Command.Group>
      ))}
      {groups.length === 0 ? (
        <Command.Empty className="px-3 py-8 text-center text-muted text-sm">
          {isWaiting ? 'Searching' : isError ? 'The search failed. Try again.' : 'Nothing found'}
        </Command.Empty>
      ) : null}
    </>
  )
}

function usePaused(value: string, pauseMs: number): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value, pauseMs])
  return paused
}

interface PaletteItemProps {
  /** Of what the server found, which is shown whether its words match or not. */
  id?: string
  icon?: ReactNode
  label: string
  hint?: string
  onSelect: () => void
}

function PaletteItem({ id, icon, label, hint, onSelect }: PaletteItemProps) {
  return (
    <Command.Item
      value={id ?? `${label} ${hint ?? ''}`}
      forceMount={id !== undefined}
      onSelect={onSelect}
      className={cn(
        menuItemStyles,
        'group h-10 text-base data-[disabled=false]:opacity-100 data-[selected=true]:bg-sunken dark:data-[selected=true]:bg-line-strong/60 [&>svg]:text-muted',
      )}
    >
      {icon}
      <span className="truncate">{label}</span>
      {hint ? <span className="min-w-0 truncate text-muted text-sm">{hint}</span> : null}
      <CornerDownLeft aria-hidden className="ml-auto text-faint opacity-0 group-data-[selected=true]:opacity-100" />
    </Command.Item>
  )
}

'use client'

import { Dialog, DialogContent } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import type { Shortcut } from './shortcuts'

const NAMES: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', ' ': 'Space' }

/** What works in charts wherever they are; they listen by themselves. */
const IN_CHARTS = [
  { keys: ['←', '→'], label: 'Move between points of the focused chart' },
  { keys: ['Shift', '←', '→'], label: 'Select a range' },
  { keys: ['Enter'], label: 'Show details of the point, or zoom to the selected range' },
  { keys: ['Backspace'], label: 'Zoom out' },
]

const keycapsOf = (keys: string): string[] =>
  /^[A-Z]$/.test(keys) ? ['Shift', keys] : [NAMES[keys] ?? keys.toUpperCase()]

interface ShortcutsDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  shortcuts: readonly Shortcut[]
}

export function ShortcutsDialog({ isOpen, onOpenChange, shortcuts }: ShortcutsDialogProps) {
  const here = shortcuts.map(({ keys, label }) => ({ keys: keycapsOf(keys), label }))
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts" size="sm">
        <ShortcutList
          title="On this page"
          rows={[
            ...here,
            { keys: ['Ctrl', 'K'], label: 'Search or jump to' },
            { keys: ['Z'], label: 'Undo, while available' },
          ]}
        />
        <ShortcutList title="In charts" rows={IN_CHARTS} />
      </DialogContent>
    </Dialog>
  )
}

function ShortcutList({ title, rows }: { title: string; rows: { keys: string[]; label: string }[] }) {
  return (
    <section className="mt-3 first:mt-0">
      <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
      <dl>
        {rows.map(({ keys, label }) => (
          <div
            key={label}
            className="flex items-center justify-between gap-4 border-line border-b py-1.5 last:border-b-0"
          >
            <dt className="text-sm">{label}</dt>
            <dd className="flex shrink-0 gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

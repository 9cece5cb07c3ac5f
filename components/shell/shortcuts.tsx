'use client'

import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { isOverlaid, isTypingTarget, keysOf } from '@/components/ui/keyboard'

export interface Shortcut {
  /**
   * One key as `event.key` names it: `r`, `?`, `ArrowLeft`, or `R` for a letter with Shift. No other modifiers: those belong to
   * the browser.
   */
  keys: string
  /** What it does, in the imperative: "Collect now". */
  label: string
  run: () => void
  /** Goes on while the key is held down: for walking, not for what changes something. */
  isHoldable?: boolean
}

interface Registry {
  all: () => Shortcut[]
  add: (list: () => readonly Shortcut[]) => () => void
}

const ShortcutContext = createContext<Registry | null>(null)

const isFree = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey && !isTypingTarget(event.target)

/** Listens for the page's shortcuts; the last one registered for a key wins. A dialog on top switches all of them off. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const [lists] = useState(() => new Set<() => readonly Shortcut[]>())
  const registry = useMemo<Registry>(
    () => ({
      all: () => [...lists].flatMap((list) => list()),
      add: (list) => {
        lists.add(list)
        return () => lists.delete(list)
      },
    }),
    [lists],
  )
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isOverlaid()) return
      if (event.key === 'Escape' && !event.defaultPrevented && isTypingTarget(event.target)) leaveField(event.target)
      if (!isFree(event)) return
      const found = findShortcut(registry.all(), event)
      if (!found) return
      event.preventDefault()
      if (!event.repeat || found.isHoldable) found.run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [registry])
  return <ShortcutContext value={registry}>{children}</ShortcutContext>
}

/** Who has typed is back among the shortcuts by Escape. */
function leaveField(target: EventTarget | null): void {
  if (target instanceof HTMLElement) target.blur()
}

function findShortcut(shortcuts: Shortcut[], event: KeyboardEvent): Shortcut | undefined {
  for (const name of keysOf(event)) {
    const found = shortcuts.findLast(({ keys }) => keys === name)
    if (found) return found
  }
}

/** Registers shortcuts for as long as the component is there; `?` lists them. The list may change with each render. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const registry = useContext(ShortcutContext)
  const latest = useRef(shortcuts)
  // Not after the paint: a key that is pressed on sight of something has to find what belongs to it.
  useLayoutEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => registry?.add(() => latest.current), [registry])
}

/** The shortcuts that work right now. */
export function useAllShortcuts(): () => Shortcut[] {
  const registry = useContext(ShortcutContext)
  return registry?.all ?? (() => [])
}

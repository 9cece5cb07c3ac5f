import { useEffect, useEffectEvent, useRef } from 'react'
import { useShortcuts } from '@/components/shell/shortcuts'
import { isOverlaid, isTypingTarget } from '@/components/ui/keyboard'

interface ListKeys {
  /** One thing of the list: "run". */
  noun: string
  ids: readonly string[]
  selectedId: string | null
  onSelect: (id: string) => void
  onOpen: (id: string) => void
  onClose?: () => void
}

/** The id to select after a step through a list; the ends hold. */
export function stepTo(ids: readonly string[], selectedId: string | null, step: number): string | undefined {
  const at = selectedId === null ? -1 : ids.indexOf(selectedId)
  if (at < 0) return step > 0 ? ids[0] : ids.at(-1)
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))]
}

/** j and k, or the arrows, walk a list; Enter opens what is selected, Escape closes it. */
export function useListKeys({ noun, ids, selectedId, onSelect, onOpen, onClose }: ListKeys): void {
  // What the keys have reached: the selection follows by the URL, later than quick fingers strike again.
  const reached = useRef(selectedId)
  useEffect(() => {
    reached.current = selectedId
  }, [selectedId])
  const step = (by: number) => {
    const next = stepTo(ids, reached.current, by)
    if (next === undefined) return
    reached.current = next
    onSelect(next)
    requestAnimationFrame(() => document.querySelector('[data-selected]')?.scrollIntoView({ block: 'nearest' }))
  }
  useShortcuts([
    { keys: 'j', label: `Next ${noun}`, run: () => step(1), isHoldable: true },
    { keys: 'k', label: `Previous ${noun}`, run: () => step(-1), isHoldable: true },
  ])
  // These keys mean something to a control that has the focus, so that they are ours only where none has it.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isFree(event)) return
    if (event.key === 'ArrowDown') step(1)
    else if (event.key === 'ArrowUp') step(-1)
    else if (event.key === 'Enter' && reached.current) onOpen(reached.current)
    else if (event.key === 'Escape' && selectedId && onClose) onClose()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

function isFree({ target, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || shiftKey || defaultPrevented || isTypingTarget(target)) return false
  const isControl =
    target instanceof HTMLElement && target.closest('button, a, [role=radiogroup], [role=tablist]') !== null
  return !isControl && !isOverlaid()
}

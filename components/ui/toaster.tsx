'use client'

import { CircleAlert } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useEffect } from 'react'
import { Toaster as Sonner, toast as sonner } from 'sonner'
import { isTypingTarget } from './keyboard'
import { connectToaster, type ToastOptions } from './toast'

const UNDO_MS = 8000
const SHOWN_MS = 4000

interface Undoable {
  id: string | number
  undo: () => void
}

/** The toasts in sight whose deeds can be taken back, the last one at the end: Z takes that one back, and the button its own. */
const undoable: Undoable[] = []

function display(message: string, { description, undo, tone }: ToastOptions): void {
  const id = sonner(message, {
    description,
    duration: undo ? UNDO_MS : SHOWN_MS,
    icon: tone === 'danger' ? <CircleAlert aria-hidden className="size-4 text-danger" /> : undefined,
    action: undo ? { label: 'Undo', onClick: (event) => takeBackBy(event.currentTarget, id) } : undefined,
    onDismiss: (closed) => void forget(closed),
    onAutoClose: (closed) => void forget(closed),
  })
  if (undo) undoable.push({ id, undo })
}

function forget({ id }: { id: string | number }): Undoable | undefined {
  const index = undoable.findIndex((each) => each.id === id)
  return index < 0 ? undefined : undoable.splice(index, 1)[0]
}

/**
 * The toaster gives the focus back to where it was when the focus leaves it. Left to the button's end, that would happen while
 * the next menu is open already, and close it.
 */
function takeBackBy(button: HTMLElement, id: string | number): void {
  button.blur()
  takeBack(id)
}

function takeBack(id: string | number): void {
  const taken = forget({ id })
  if (!taken) return
  sonner.dismiss(id)
  taken.undo()
}

/** Draws the toasts, and lets Z undo the last one. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  useEffect(() => {
    connectToaster(display)
    const onKey = (event: KeyboardEvent) => {
      const isPlainZ = event.key.toLowerCase() === 'z' && !event.ctrlKey && !event.metaKey && !event.altKey
      const last = undoable.at(-1)
      if (last && isPlainZ && !isTypingTarget(event.target)) takeBack(last.id)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Sonner
      position="bottom-right"
      style={{ fontFamily: 'inherit' }}
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-[356px] max-w-[calc(100vw-32px)] items-center gap-2.5 rounded-control border border-line bg-raised px-3.5 py-2.5 text-sm text-ink shadow-float',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'mt-0.5 text-muted text-xs',
          actionButton: 'shrink-0 rounded-chip px-2 py-1 font-semibold text-accent-text hover:bg-accent-soft',
        },
      }}
    />
  )
}

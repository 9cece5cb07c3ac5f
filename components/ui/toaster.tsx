'use client'

import { CircleAlert } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useEffect } from 'react'
import { Toaster as Sonner, toast as sonner } from 'sonner'
import { isTypingTarget } from './keyboard'
import { connectToaster, type ToastOptions } from './toast'

const UNDO_MS = 8000
const SHOWN_MS = 4000

/** The toast whose deed Z takes back: the last one that can be. */
let undoable: { id: string | number; undo: () => void } | undefined

function display(message: string, { description, undo, tone }: ToastOptions): void {
  const id = sonner(message, {
    description,
    duration: undo ? UNDO_MS : SHOWN_MS,
    icon: tone === 'danger' ? <CircleAlert aria-hidden className="size-4 text-danger" /> : undefined,
    action: undo ? { label: 'Undo', onClick: takeBack } : undefined,
    onDismiss: forget,
    onAutoClose: forget,
  })
  if (undo) undoable = { id, undo }
}

function forget(closed: { id: string | number }): void {
  if (undoable?.id === closed.id) undoable = undefined
}

function takeBack(): void {
  const last = undoable
  undoable = undefined
  if (!last) return
  sonner.dismiss(last.id)
  last.undo()
}

/** Draws the toasts, and lets Z undo the last one. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  useEffect(() => {
    connectToaster(display)
    const onKey = (event: KeyboardEvent) => {
      const isPlainZ = event.key.toLowerCase() === 'z' && !event.ctrlKey && !event.metaKey && !event.altKey
      if (undoable && isPlainZ && !isTypingTarget(event.target)) takeBack()
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

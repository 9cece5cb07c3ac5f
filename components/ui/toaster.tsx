'use client'

import { CircleAlert } from 'lucide-react'
import { useTheme } from 'next-themes'
import { type MouseEvent, useEffect } from 'react'
import { Toaster as Sonner, toast as sonner } from 'sonner'
import { isTypingTarget, keysOf } from './keyboard'
import { connectToaster, type Toast, type ToastOptions } from './toast'
import { createUndoStack, type UndoEntry } from './undo-stack'

const UNDO_MS = 8000
const SHOWN_MS = 4000

interface ShownUndo extends UndoEntry {
  /** Null while it is being done. */
  toast: Toast | null
}

/** The last one's toast is the one in sight, and Z goes on through those before. */
const undoStack = createUndoStack<ShownUndo>()
/** Of the toast that tells the last deed; who works fast would else have a pile of them drawn and moved with every press. */
const UNDO_TOAST_ID = 'deed'

function display(toast: Toast | Promise<Toast>): void {
  if (toast instanceof Promise) void displayAfter(toast)
  else if (toast.undo) addUndo({ toast, undo: toast.undo, until: Date.now() + UNDO_MS })
  else sonner(toast.message, lookOf(toast))
}

function addUndo(deed: ShownUndo): void {
  undoStack.add(deed, Date.now())
  showUndo(deed)
}

async function displayAfter(work: Promise<Toast>): Promise<void> {
  let isTakenBack = false
  const deed: ShownUndo = {
    toast: null,
    until: Number.POSITIVE_INFINITY,
    undo: () => {
      isTakenBack = true
    },
  }
  undoStack.add(deed, Date.now())
  try {
    const toast = await work
    if (isTakenBack) toast.undo?.()
    else if (toast.undo && undoStack.has(deed)) {
      Object.assign(deed, { toast, undo: toast.undo, until: Date.now() + UNDO_MS })
      if (undoStack.isLast(deed)) showUndo(deed)
    } else {
      undoStack.forget(deed)
      sonner(toast.message, lookOf(toast))
    }
  } catch {
    undoStack.forget(deed)
  }
}

const lookOf = ({ description, tone }: ToastOptions) => ({
  description,
  duration: SHOWN_MS,
  icon: tone === 'danger' ? <CircleAlert aria-hidden className="size-4 text-danger" /> : undefined,
})

/** In sight for as long as it can be taken back. */
function showUndo(deed: ShownUndo): void {
  if (!deed.toast) return
  const forget = () => undoStack.forgetThrough(deed)
  sonner(deed.toast.message, {
    ...lookOf(deed.toast),
    id: UNDO_TOAST_ID,
    duration: deed.until - Date.now(),
    action: { label: 'Undo', onClick: (event) => takeBackBy(event) },
    onDismiss: forget,
    onAutoClose: forget,
  })
}

/**
 * The toaster gives the focus back to where it was when the focus leaves it. Left to the button's end, that would happen while
 * the next menu is open already, and close it.
 */
function takeBackBy(event: MouseEvent<HTMLButtonElement>): void {
  event.currentTarget.blur()
  // The toast goes, or tells the deed before.
  event.preventDefault()
  takeBack()
}

function takeBack(): void {
  const found = undoStack.take(Date.now())
  if (!found) return
  if (found.before?.toast) showUndo(found.before)
  else sonner.dismiss(UNDO_TOAST_ID)
  found.taken.undo()
}

/** Draws the toasts, and lets Z undo the last one. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  useEffect(() => {
    connectToaster(display)
    const onKey = (event: KeyboardEvent) => {
      const isPlainZ = keysOf(event).includes('z') && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey
      if (isPlainZ && !isTypingTarget(event.target)) takeBack()
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

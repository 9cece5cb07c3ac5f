'use client'

import { CircleAlert } from 'lucide-react'
import { useTheme } from 'next-themes'
import { type MouseEvent, useEffect } from 'react'
import { Toaster as Sonner, toast as sonner } from 'sonner'
import { createDeeds, type Deed } from './deeds'
import { isTypingTarget, keysOf } from './keyboard'
import { connectToaster, type ToastOptions } from './toast'

const UNDO_MS = 8000
const SHOWN_MS = 4000

interface ToldDeed extends Deed {
  message: string
  options: ToastOptions
}

/** The last one's toast is the one in sight, and Z goes on through those before. */
const deeds = createDeeds<ToldDeed>()
/** Of the toast that tells the last deed; who works fast would else have a pile of them drawn and moved with every press. */
const DEED_ID = 'deed'

function display(message: string, options: ToastOptions): void {
  const { undo } = options
  if (undo) {
    const now = Date.now()
    const deed = { message, options, undo, until: now + UNDO_MS }
    deeds.add(deed, now)
    showDeed(deed, UNDO_MS)
  } else {
    sonner(message, lookOf(options))
  }
}

const lookOf = ({ description, tone }: ToastOptions) => ({
  description,
  duration: SHOWN_MS,
  icon: tone === 'danger' ? <CircleAlert aria-hidden className="size-4 text-danger" /> : undefined,
})

function showDeed(deed: ToldDeed, duration: number): void {
  const forget = () => deeds.forgetThrough(deed)
  sonner(deed.message, {
    ...lookOf(deed.options),
    id: DEED_ID,
    duration,
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
  const now = Date.now()
  const found = deeds.take(now)
  if (!found) return
  if (found.before) showDeed(found.before, found.before.until - now)
  else sonner.dismiss(DEED_ID)
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

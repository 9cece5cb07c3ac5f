'use client'

export interface ToastOptions {
  /** A line under the message. */
  description?: string
  /** For what can be taken back: shown for 8 s. */
  undo?: () => void
  tone?: 'neutral' | 'danger'
}

type Show = (message: string, options: ToastOptions) => void

const waiting: [string, ToastOptions][] = []
let show: Show | undefined
let wake: (() => void) | undefined

/** Says briefly what was done or failed. The toaster's code is loaded with the first one. */
export function toast(message: string, options: ToastOptions = {}): void {
  if (show) {
    show(message, options)
  } else {
    waiting.push([message, options])
    wake?.()
  }
}

/** For the toaster's slot: called when the first toast waits. */
export function onFirstToast(load: () => void): () => void {
  wake = load
  if (waiting.length > 0) load()
  return () => {
    wake = undefined
  }
}

/** For the toaster: how to show one, from now on and for those that waited. */
export function connectToaster(display: Show): void {
  show = display
  for (const [message, options] of waiting.splice(0)) display(message, options)
}

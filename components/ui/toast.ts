'use client'

export interface ToastOptions {
  /** A line under the message. */
  description?: string
  /** For what can be taken back: shown for 8 s. */
  undo?: () => void
  tone?: 'neutral' | 'danger'
}

export interface Toast extends ToastOptions {
  message: string
}

type Show = (toast: Toast | Promise<Toast>) => void

const waiting: (Toast | Promise<Toast>)[] = []
let show: Show | undefined
let wake: (() => void) | undefined

/** Says briefly what was done or failed. The toaster's code is loaded with the first one. */
export const toast = (message: string, options: ToastOptions = {}): void => present({ message, ...options })

/**
 * Says what was done once it is, and keeps its place among what can be taken back from now on: who presses Z before the server has
 * answered means this and nothing before it. Where it fails nothing is said here.
 */
export function toastAfter(work: Promise<Toast>): void {
  // Whoever does it tells that it failed.
  work.catch(() => undefined)
  present(work)
}

function present(one: Toast | Promise<Toast>): void {
  if (show) {
    show(one)
  } else {
    waiting.push(one)
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
  for (const one of waiting.splice(0)) display(one)
}

'use client'

import type { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import {
  LazyRoot,
  LazyTrigger,
  lazyOverlay,
  type OverlayProps,
  type TriggerProps,
  useOverlayParts,
} from './lazy-overlay'
import { lazyModule } from './use-lazy-module'

/** Dialogs and sheets share their parts. */
export const overlay = lazyOverlay(lazyModule(() => import('./lazy-dialog')))

export const Dialog = (props: OverlayProps) => <LazyRoot overlay={overlay} {...props} />
export const DialogTrigger = (props: TriggerProps) => <LazyTrigger overlay={overlay} {...props} />

export interface DialogContentProps extends ComponentProps<typeof Radix.Content> {
  title: string
  /** One sentence under the title. */
  description?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'full'
}

/** A dialog over the page; traps the focus and gives it back. On phones it rises from the bottom edge. */
export function DialogContent(props: DialogContentProps) {
  const parts = useOverlayParts(overlay)
  return parts ? <parts.LazyDialogContent {...props} /> : null
}

/** Closes the dialog or sheet that it is in. */
export function DialogClose(props: ComponentProps<typeof Radix.Close>) {
  const parts = useOverlayParts(overlay)
  return parts ? <parts.Close {...props} /> : null
}

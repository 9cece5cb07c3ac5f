'use client'

import type { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import {
  LateRoot,
  LateTrigger,
  lateOverlay,
  type OverlayProps,
  type TriggerProps,
  useOverlayParts,
} from './late-overlay'
import { late } from './use-late'

/** Dialogs and sheets share their parts. */
export const overlay = lateOverlay(late(() => import('./late-dialog')))

export const Dialog = (props: OverlayProps) => <LateRoot overlay={overlay} {...props} />
export const DialogTrigger = (props: TriggerProps) => <LateTrigger overlay={overlay} {...props} />

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
  return parts ? <parts.LateDialogContent {...props} /> : null
}

/** Closes the dialog or sheet that it is in. */
export function DialogClose(props: ComponentProps<typeof Radix.Close>) {
  const parts = useOverlayParts(overlay)
  return parts ? <parts.Close {...props} /> : null
}

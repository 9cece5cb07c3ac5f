'use client'

import { type ReactNode, useState } from 'react'
import { lazyModule, useLazyModule } from './use-lazy-module'

export interface ConfirmDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** A question or the deed: "Delete source platform?" */
  title: string
  /** What will happen, to what and to how many, and what stays. */
  children: ReactNode
  /** The verb with its object: "Delete source". */
  confirmLabel: string
  /** The way out. */
  cancelLabel?: string
  tone?: 'danger' | 'primary'
  /** The deed. The dialog stays open, and shows why, when it fails. */
  onConfirm: () => Promise<unknown> | undefined
}

const module = lazyModule(() => import('./lazy-alert-dialog'))

/** Asks before what can't be undone. The safe way out has the focus first. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [wasOpened, setOpened] = useState(false)
  if (props.isOpen && !wasOpened) setOpened(true)
  const loaded = useLazyModule(module, wasOpened)
  return loaded ? <loaded.LazyConfirmDialog {...props} /> : null
}

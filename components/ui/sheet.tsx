'use client'

import type { ReactNode } from 'react'
import { Dialog, DialogTrigger, overlay } from './dialog'
import { useOverlayParts } from './lazy-overlay'

export const Sheet = Dialog
export const SheetTrigger = DialogTrigger

export interface SheetContentProps {
  title: string
  /** The title is for assistive technology only. */
  isTitleHidden?: boolean
  description?: ReactNode
  side?: 'left' | 'right'
  className?: string
  footer?: ReactNode
  children: ReactNode
}

/** A panel along one edge: detail beside what one came from, or the navigation on phones. */
export function SheetContent(props: SheetContentProps) {
  const parts = useOverlayParts(overlay)
  return parts ? <parts.LazySheetContent {...props} /> : null
}

'use client'

import { createContext, useContext } from 'react'
import type { ChartAnnotation, TimeRange } from '@/components/charts/types'
import type { OpenedPoint } from './usage-client'
import type { UsageView } from './usage-view'
import type { UsageChange } from './view-state'

/** What an annotation dialog opens with: one that is there, or the instant of a new one. */
export type AnnotationTarget = { id: string } | { at: string | null }

export interface Usage {
  view: UsageView
  /** The community's own zone. */
  homeZone: string
  /** Changes what the page shows, and its URL; the browser's back button takes it back. */
  show: (change: UsageChange) => void
  /** Narrows the range; `stepOut` returns to the one before. */
  zoomTo: (range: TimeRange) => void
  stepOut: () => void
  annotations: readonly ChartAnnotation[]
  canAnnotate: boolean
  openAnnotation: (target: AnnotationTarget) => void
  openPoint: (point: OpenedPoint) => void
}

const UsageContext = createContext<Usage | null>(null)

export const UsageProvider = UsageContext.Provider

/** What the parts of the usage page share. @throws outside the page */
export function useUsage(): Usage {
  const usage = useContext(UsageContext)
  if (!usage) throw new Error('useUsage() outside the usage page')
  return usage
}

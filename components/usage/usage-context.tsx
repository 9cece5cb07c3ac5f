'use client'

import { createContext, useContext } from 'react'
import type { ChartAnnotation, TimeRange } from '@/components/charts/types'
import type { ChartTool } from './chart-tool'
import type { OpenedPoint } from './usage-client'
import type { UsageView } from './usage-view'
import type { UsageChange } from './view-state'

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
  /** What this person may do on charts. */
  tools: readonly ChartTool[]
  /** @param at where something new is put; null for now */
  openTool: (tool: ChartTool, at: string | null) => void
  /** What a flag stands for, by its id. */
  openFlag: (id: string) => void
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

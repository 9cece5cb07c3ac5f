'use client'

import { Flag } from 'lucide-react'
import dynamic from 'next/dynamic'
import type { ChartTool } from '@/components/usage/chart-tool'

/** Annotations are written where they are read: on the charts. */
export const annotationTool: ChartTool = {
  source: 'annotations',
  permission: 'annotations:write',
  label: 'Annotate',
  labelAt: 'Annotate this time',
  key: 'a',
  icon: <Flag aria-hidden />,
  Dialog: dynamic(() => import('./chart-dialog').then((module) => module.ChartDialog), { ssr: false }),
}

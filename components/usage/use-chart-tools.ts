'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { CHART_TOOLS } from '@/components/domains'
import { useCan } from '@/components/shell/permissions'
import type { TimelineView } from '@/lib/console/schema'
import type { ChartTool } from './chart-tool'
import { flagIdOf } from './timeline-client'

interface OpenedTool {
  tool: ChartTool
  id: string | null
  at: string | null
}

/** What domains let people do on charts, and what a press on a flag leads to: its tool, or its page. */
export function useChartTools(timeline: TimelineView | undefined) {
  const can = useCan()
  const router = useRouter()
  const [opened, setOpened] = useState<OpenedTool | null>(null)
  const tools = useMemo(() => CHART_TOOLS.filter(({ permission }) => can(permission)), [can])
  const openTool = useCallback((tool: ChartTool, at: string | null) => setOpened({ tool, id: null, at }), [])
  const openFlag = useCallback(
    (flagId: string) => {
      const item = timeline?.items.find((one) => flagIdOf(one) === flagId)
      const tool = CHART_TOOLS.find(({ source }) => source === item?.source)
      if (item && tool) setOpened({ tool, id: item.id, at: null })
      else if (item?.href) router.push(item.href)
    },
    [timeline, router],
  )
  return { tools, opened, openTool, openFlag, close: () => setOpened(null) }
}

'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useMemo, useRef } from 'react'
import type { TimeRange } from '@/components/charts/types'
import { resolveView, type UsageView } from './usage-view'
import { type UsageChange, type UsageState, usageParams } from './view-state'

interface ViewContext {
  homeZone: string
  asOf: string
  firstAt: string | null
}

type RangeState = Pick<UsageState, 'range' | 'from' | 'to'>

/** The view that the URL describes, and how to change it. Each change is a step of the browser's history. */
export function useUsageView({ homeZone, asOf, firstAt }: ViewContext) {
  const [state, setState] = useQueryStates(usageParams, { history: 'push', scroll: false })
  const view = useMemo(() => resolveView(state, { homeZone, asOf, firstAt }), [state, homeZone, asOf, firstAt])
  const show = useCallback((change: UsageChange) => void setState(change), [setState])
  const zoom = useZoom(view, show)
  return { view, show, ...zoom }
}

/** Zooming in remembers where it came from; stepping out of a range that was not zoomed into doubles it. */
function useZoom(view: UsageView, show: (change: UsageChange) => void) {
  const wider = useRef<{ at: string; before: RangeState }[]>([])
  const zoomTo = useCallback(
    ({ from, to }: TimeRange) => {
      const { range, from: oldFrom, to: oldTo } = view.state
      wider.current.push({ at: `${from}/${to}`, before: { range, from: oldFrom, to: oldTo } })
      show({ from, to })
    },
    [view.state, show],
  )
  const stepOut = useCallback(() => {
    const last = wider.current.pop()
    if (last?.at === view.rangeKey) show(last.before)
    else {
      wider.current = []
      show(doubled(view))
    }
  }, [view, show])
  return { zoomTo, stepOut }
}

/** Twice as long around the same middle, not beyond the present. */
function doubled({ range, asOf }: UsageView): TimeRange {
  const half = (Date.parse(range.to) - Date.parse(range.from)) / 2
  const to = Math.min(Date.parse(range.to) + half, Math.max(Date.parse(asOf), Date.parse(range.to)))
  return { from: new Date(Date.parse(range.from) - half).toISOString(), to: new Date(to).toISOString() }
}

'use client'

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { announce } from '@/components/ui/live-region'
import { bucketStart, STEP_MS } from './calendar'
import type { CrosshairStore } from './crosshair'
import { describeInstant, sayInstant } from './describe'
import { type Geometry, msAt } from './geometry'
import { nearestIndex, type PlotModel } from './plot-model'
import type { ChartData, ChartHandlers } from './types'

export interface Selection {
  from: number
  to: number
}

interface PlotInput {
  store: CrosshairStore
  chartId: string
  data: ChartData
  model: PlotModel
  geometry: Geometry
  handlers: ChartHandlers
}

/** A drag shorter than this is a click. */
const DRAG_PX = 6

/** Pointer, touch and keyboard of a plot: crosshair, choosing a range, stepping out. */
export function usePlotInput({ store, chartId, data, model, geometry, handlers }: PlotInput) {
  const [selection, setSelection] = useState<Selection | null>(null)
  const drag = useRef<{ x: number; ms: number } | null>(null)

  const pointAt = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    return { x, ms: msAt(geometry, model, x) }
  }
  const finish = (chosen: Selection) => {
    setSelection(null)
    handlers.onSelectRange?.(toBuckets(chosen, data, model))
  }

  const keys = usePlotKeys({ store, chartId, data, model, geometry, handlers }, selection, setSelection, finish)
  return {
    selection,
    props: {
      onKeyDown: keys,
      onBlur: () => store.set({ at: null, owner: null }),
      onDoubleClick: () => handlers.onStepOut?.(),
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType === 'touch') store.set({ at: pointAt(event).ms, owner: chartId })
        if (event.pointerType !== 'mouse' || event.button !== 0 || !handlers.onSelectRange) return
        drag.current = pointAt(event)
        event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const { x, ms } = pointAt(event)
        store.set({ at: ms, owner: chartId })
        const start = drag.current
        if (start && Math.abs(x - start.x) >= DRAG_PX) setSelection({ from: start.ms, to: ms })
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const start = drag.current
        drag.current = null
        const { x, ms } = pointAt(event)
        if (start && Math.abs(x - start.x) >= DRAG_PX) finish({ from: start.ms, to: ms })
        else setSelection(null)
      },
      onPointerCancel: () => {
        drag.current = null
        setSelection(null)
      },
      onPointerLeave: (event: PointerEvent<HTMLElement>) => {
        // A finger that lifts leaves the tip to be read; a tap elsewhere takes it away.
        if (event.pointerType === 'touch') return
        if (!drag.current && document.activeElement !== event.currentTarget) store.set({ at: null, owner: null })
      },
    },
  }
}

/** What was chosen, widened to whole buckets: half-open, from the first bucket's start to the last one's end. */
function toBuckets(chosen: Selection, { step, zone }: ChartData, model: PlotModel): { from: string; to: string } {
  const first = Math.min(chosen.from, chosen.to)
  const last = Math.max(chosen.from, chosen.to)
  const from = model.times[nearestIndex(model.times, first)] ?? first
  const lastBucket = model.times[nearestIndex(model.times, last)] ?? last
  // Half a bucket past the usual length lies within the next one, however long this one is.
  const to = bucketStart(lastBucket + STEP_MS[step] * 1.5, step, zone)
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

const MOVES: Record<string, (index: number, count: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  PageUp: (index) => index - 10,
  PageDown: (index) => index + 10,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function usePlotKeys(
  { store, chartId, data, model, handlers }: PlotInput,
  selection: Selection | null,
  setSelection: (selection: Selection | null) => void,
  finish: (selection: Selection) => void,
) {
  const move = (index: number, isChoosing: boolean) => {
    const current = store.get().at
    const ms = model.times[Math.min(model.times.length - 1, Math.max(0, index))]
    if (ms === undefined) return
    store.set({ at: ms, owner: chartId })
    setSelection(isChoosing && handlers.onSelectRange ? { from: selection?.from ?? current ?? ms, to: ms } : null)
    announce(sayInstant(describeInstant(data, model, ms), data.unit))
  }
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const { at, owner } = store.get()
    const isHere = at !== null && owner === chartId
    const index = isHere ? nearestIndex(model.times, at) : model.times.length
    const next = MOVES[event.key]
    if (next)
      move(isHere || event.key === 'Home' ? next(index, model.times.length) : model.times.length - 1, event.shiftKey)
    else if (event.key === 'Enter' && selection) finish(selection)
    else if (event.key === 'Enter' && isHere && handlers.onOpenPoint) openPoint(index)
    else if (event.key === 'Escape' && (selection || isHere)) {
      setSelection(null)
      store.set({ at: null, owner: null })
    } else if (event.key === 'Backspace' && handlers.onStepOut) handlers.onStepOut()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  function openPoint(index: number): void {
    const ms = model.times[index]
    const [first] = model.series
    if (ms !== undefined && first) handlers.onOpenPoint?.(new Date(ms).toISOString(), first.id)
  }
}

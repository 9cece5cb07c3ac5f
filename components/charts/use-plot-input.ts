'use client'

import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react'
import { announce } from '@/components/ui/live-region'
import { bucketStart, STEP_MS } from './calendar'
import type { CrosshairStore } from './crosshair'
import { describeInstant, pointSentence } from './describe'
import { type Geometry, msAt } from './geometry'
import { nearestIndex, type PlotModel } from './plot-model'
import type { ChartData, ChartHandlers, ChartStep, TimeRange } from './types'
import { usePointClick } from './use-point-click'

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
    handlers.onSelectRange?.(toBuckets(chosen, data))
  }

  const click = usePointClick({
    model,
    geometry,
    onOpenPoint: handlers.onOpenPoint,
    crosshairAt: () => (store.get().owner === chartId ? store.get().at : null),
  })
  const wasDragged = useRef(false)

  const keys = usePlotKeys({ store, chartId, data, model, geometry, handlers }, selection, setSelection, finish)
  return {
    selection,
    props: {
      onKeyDown: keys,
      onBlur: () => store.set({ at: null, owner: null }),
      onClick: (event: MouseEvent<HTMLElement>) => {
        if (!wasDragged.current) click.onClick(event)
      },
      onDoubleClick: () => {
        click.cancel()
        handlers.onStepOut?.()
      },
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        wasDragged.current = false
        click.onPointerDown()
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
        wasDragged.current = start !== null && Math.abs(x - start.x) >= DRAG_PX
        if (start && wasDragged.current) finish({ from: start.ms, to: ms })
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

/**
 * What was chosen, widened to whole buckets: half-open, from the first bucket's start to the last one's end. Buckets of the
 * calendar, whether anything was measured in them or not: a gap may be what one wants to look into.
 */
export function toBuckets(chosen: Selection, { step, zone }: ChartData): TimeRange {
  const from = nearestBucket(Math.min(chosen.from, chosen.to), step, zone)
  const to = nextBucket(nearestBucket(Math.max(chosen.from, chosen.to), step, zone), step, zone)
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

/** Half a bucket past the usual length lies within the next one, however long this one is. */
const nextBucket = (start: number, step: ChartStep, zone: string): number =>
  bucketStart(start + STEP_MS[step] * 1.5, step, zone)

/** The bucket whose start, where its point stands, is nearest. */
function nearestBucket(at: number, step: ChartStep, zone: string): number {
  const start = bucketStart(at, step, zone)
  const next = nextBucket(start, step, zone)
  return at - start <= next - at ? start : next
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
    announce(pointSentence(describeInstant(data, model, ms), data.unit))
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

'use client'

import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react'
import { type Geometry, msAt, yOf } from './geometry'
import { nearestIndex, type PlotModel } from './plot-model'
import type { ChartHandlers } from './types'

/** A second click within this makes it a double-click, which steps out. */
const DOUBLE_CLICK_MS = 250

interface PointClick {
  model: PlotModel
  geometry: Geometry
  onOpenPoint: ChartHandlers['onOpenPoint']
  /** The instant that the crosshair is at. */
  crosshairAt: () => number | null
}

/** A click on the plot opens the nearest point. A finger's first tap shows the tip, its second one opens. */
export function usePointClick({ model, geometry, onOpenPoint, crosshairAt }: PointClick) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const before = useRef<number | null>(null)
  useEffect(() => () => clearTimeout(timer.current), [])
  const cancel = () => clearTimeout(timer.current)
  return {
    cancel,
    /** To be called before the crosshair moves. */
    onPointerDown: () => {
      before.current = crosshairAt()
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      cancel()
      if (!onOpenPoint || event.detail > 1) return
      const box = event.currentTarget.getBoundingClientRect()
      const place = { x: event.clientX - box.left, y: event.clientY - box.top }
      const point = findPoint(model, geometry, place)
      const { pointerType } = event.nativeEvent as unknown as PointerEvent
      const isFirstTap = pointerType === 'touch' && nearestTime(model, before.current) !== point?.ms
      if (!point || isFirstTap) return
      timer.current = setTimeout(
        () => onOpenPoint(new Date(point.ms).toISOString(), point.seriesId),
        pointerType === 'touch' ? 0 : DOUBLE_CLICK_MS,
      )
    },
  }
}

const nearestTime = (model: PlotModel, at: number | null): number | undefined =>
  at === null ? undefined : model.times[nearestIndex(model.times, at)]

/** The bucket nearest to a place, and of the series that have it the one whose line is nearest. */
export function findPoint(
  model: PlotModel,
  geometry: Geometry,
  { x, y }: { x: number; y: number },
): { ms: number; seriesId: string } | null {
  const ms = nearestTime(model, msAt(geometry, model, x))
  if (ms === undefined) return null
  const found = model.series.flatMap(({ id, points }) => {
    const value = points.find((point) => point.ms === ms)?.value
    return value === null || value === undefined ? [] : [{ id, distance: Math.abs(yOf(geometry, model, value) - y) }]
  })
  found.sort((a, b) => a.distance - b.distance)
  const seriesId = found[0]?.id ?? model.series[0]?.id
  return seriesId === undefined ? null : { ms, seriesId }
}

export type Side = 'top' | 'bottom' | 'left' | 'right'

interface Box {
  left: number
  top: number
  width: number
  height: number
}

const GAP = 6
const EDGE = 8

const OPPOSITE: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }

function cornerAt(side: Side, { width, height }: Box, anchor: Box): { x: number; y: number } {
  const middleX = anchor.left + (anchor.width - width) / 2
  const middleY = anchor.top + (anchor.height - height) / 2
  switch (side) {
    case 'top':
      return { x: middleX, y: anchor.top - height - GAP }
    case 'bottom':
      return { x: middleX, y: anchor.top + anchor.height + GAP }
    case 'left':
      return { x: anchor.left - width - GAP, y: middleY }
    case 'right':
      return { x: anchor.left + anchor.width + GAP, y: middleY }
  }
}

/** Where a box stands beside another: on the side asked for or, where it would stick out there, on the other; never past an edge. */
export function popperPositionOf(side: Side, box: Box, anchor: Box, screen: { width: number; height: number }) {
  const isInside = ({ x, y }: { x: number; y: number }) =>
    x >= EDGE && y >= EDGE && x + box.width <= screen.width - EDGE && y + box.height <= screen.height - EDGE
  const isVertical = side === 'top' || side === 'bottom'
  const wanted = cornerAt(side, box, anchor)
  const other = cornerAt(OPPOSITE[side], box, anchor)
  const along = (value: number, size: number, room: number) => Math.max(EDGE, Math.min(value, room - size - EDGE))
  const kept = (place: { x: number; y: number }) =>
    isVertical
      ? { x: along(place.x, box.width, screen.width), y: place.y }
      : { x: place.x, y: along(place.y, box.height, screen.height) }
  return isInside(kept(wanted)) || !isInside(kept(other)) ? kept(wanted) : kept(other)
}

/** Moves a fixed element beside another one. */
export function positionBeside(element: HTMLElement, anchor: Element, side: Side): void {
  const screen = { width: document.documentElement.clientWidth, height: window.innerHeight }
  const { x, y } = popperPositionOf(side, element.getBoundingClientRect(), anchor.getBoundingClientRect(), screen)
  element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`
}

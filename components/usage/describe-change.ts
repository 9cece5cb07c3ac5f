import { formatPercent, formatValue, type ValueFormat } from '@/components/ui/format'
import type { DeltaView } from '@/lib/metrics/schema'
import { readable } from './value-format'

export interface DeltaText {
  /** "▲ 8.5 %" */
  text: string
  direction: 'up' | 'down' | 'flat'
  /** Whether that is the direction that one wants; null where neither is. */
  isGood: boolean | null
}

const GAP = '\u00a0'
const SIGNS = { up: '▲', down: '▼', flat: '±' } as const
const points = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** A change as it is written: in percent, in points for shares, or as a number where a percentage would mislead. */
export function describeChange(delta: DeltaView, format: ValueFormat, goodDirection: 'up' | 'down' | null): DeltaText {
  const direction = isNothing(delta, format) ? 'flat' : delta.absolute > 0 ? 'up' : 'down'
  if (direction === 'flat') return { text: `${SIGNS.flat}0`, direction, isGood: null }
  const isGood = goodDirection === null ? null : direction === goodDirection
  return { text: `${SIGNS[direction]}${GAP}${sizeOf(delta, format)}`, direction, isGood }
}

/** Less than is written says nothing of a direction. */
function isNothing({ absolute, percent, points: share }: DeltaView, format: ValueFormat): boolean {
  const size = percent ?? share
  return size === null ? readable(Math.abs(absolute), format) === 0 : absolute === 0 || Math.abs(size) < 0.05
}

function sizeOf(delta: DeltaView, format: ValueFormat): string {
  if (delta.points !== null) return `${points.format(Math.abs(delta.points))}${GAP}pp`
  if (delta.percent !== null) return formatPercent(Math.abs(delta.percent) / 100)
  return formatValue(readable(Math.abs(delta.absolute), format), format)
}

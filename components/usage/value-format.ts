import type { ValueFormat } from '@/components/ui/format'

/** How figures are written, apart from what needs the calendar: the overview has no use for that and does not load it. */

/** How figures of a unit are written. */
export function formatOf(unit: string): ValueFormat {
  return unit === 'share' || unit === 'bytes' || unit === 'seconds' ? unit : 'count'
}

/** A mean is read as a whole number, unless it is small; other units know their own digits. */
export function readable(value: number, format: ValueFormat): number {
  if (format !== 'count') return value
  return Math.abs(value) >= 20 ? Math.round(value) : Number(value.toFixed(1))
}

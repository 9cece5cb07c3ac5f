/** How figures are written. A gap before the unit is a no-break space, so that the two stay on one line. */

const GAP = '\u00a0'
const MINUS = '\u2212'

export type ValueFormat = 'count' | 'share' | 'bytes' | 'seconds'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const small = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const percent = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

const withMinus = (text: string): string => text.replace('-', MINUS)

/** `12,345`; a mean under 100 keeps up to two decimals: `48.37`. */
export const formatNumber = (value: number): string =>
  withMinus(Math.abs(value) >= 100 || Number.isInteger(value) ? whole.format(value) : small.format(value))

const STEPS = [
  { size: 1e12, suffix: 'T' },
  { size: 1e9, suffix: 'B' },
  { size: 1e6, suffix: 'M' },
  { size: 1e3, suffix: 'k' },
] as const

/** For axes and small places: `12.3k`, `4M`, `950`. */
export function formatCompact(value: number): string {
  const step = STEPS.find(({ size }) => Math.abs(value) >= size * 0.99995)
  if (!step) return formatNumber(value)
  const scaled = value / step.size
  return withMinus(`${Number(scaled.toFixed(Math.abs(scaled) >= 100 ? 0 : 1))}${step.suffix}`)
}

/** `8.5 %` of a share such as 0.085. */
export const formatPercent = (share: number): string => withMinus(`${percent.format(share * 100)}${GAP}%`)

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** `1.4 GB`, in powers of 1,000. */
export function formatBytes(bytes: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(bytes))) / 3)))
  const scaled = bytes / 1000 ** step
  return withMinus(`${Number(scaled.toFixed(step > 0 && Math.abs(scaled) < 100 ? 1 : 0))}${GAP}${BYTE_UNITS[step]}`)
}

/** `12 ms`, `1.8 s`, `4 min`, `3.5 h` of seconds. */
export function formatSeconds(seconds: number): string {
  const size = Math.abs(seconds)
  if (size === 0) return `0${GAP}s`
  if (size < 1) return `${Number((seconds * 1000).toPrecision(2))}${GAP}ms`
  if (size < 90) return `${Number(seconds.toFixed(1))}${GAP}s`
  if (size < 5400) return `${Number((seconds / 60).toFixed(1))}${GAP}min`
  return `${Number((seconds / 3600).toFixed(1))}${GAP}h`
}

/** A figure in full, in the manner of its kind. */
export function formatValue(value: number, format: ValueFormat = 'count'): string {
  if (format === 'share') return formatPercent(value)
  if (format === 'bytes') return formatBytes(value)
  if (format === 'seconds') return formatSeconds(value)
  return formatNumber(value)
}

/** The same for an axis: as short as it can be. */
export const formatAxis = (value: number, format: ValueFormat = 'count'): string =>
  format === 'count' ? formatCompact(value) : formatValue(value, format)

/** A change against its base. */
export interface Delta {
  /** `▲ 8.5 %`, `▼ 3`, `±0`; says nothing of good or bad. */
  text: string
  direction: 'up' | 'down' | 'flat'
}

/**
 * The change from `base` to `value`: in percent, or as a number where the base is under 20 and a percentage would mislead;
 * shares differ in percentage points.
 */
export function describeDelta(value: number, base: number, format: ValueFormat = 'count'): Delta {
  const change = value - base
  const direction = change > 0 ? 'up' : change < 0 ? 'down' : 'flat'
  const sign = { up: '▲', down: '▼', flat: '±' }[direction]
  const size = Math.abs(change)
  if (format === 'share') return { text: `${sign}${GAP}${percent.format(size * 100)}${GAP}pp`, direction }
  if (direction === 'flat') return { text: '±0', direction }
  const isPercent = format !== 'count' ? base !== 0 : Math.abs(base) >= 20
  const text = isPercent ? formatPercent(size / Math.abs(base)) : formatValue(size, format)
  return { text: `${sign}${GAP}${text}`, direction }
}

export { countOf } from '@/lib/core/text'

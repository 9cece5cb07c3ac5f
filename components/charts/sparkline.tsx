import { cn } from '@/components/ui/cn'

interface SparklineProps {
  /** In time; null breaks the line. */
  values: readonly (number | null)[]
  /** What it shows, in words: "Active users, the last 24 hours". */
  label: string
  /** The last value is of a bucket that is not over yet: it is dashed. */
  isLastOpen?: boolean
  className?: string
}

const WIDTH = 96
const HEIGHT = 26
const PAD = 3

/** A level that moves by less than this share of itself is drawn as one that hardly moves. */
const RANGE_MIN = 0.05

/** The course of a figure, without axes. */
export function Sparkline({ values, label, isLastOpen = false, className }: SparklineProps) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return <div aria-hidden className={cn('h-[26px]', className)} />
  const low = Math.min(...known)
  const high = Math.max(...known)
  const span = Math.max(high - low, Math.abs(high) * RANGE_MIN, Number.EPSILON)
  const middle = (high + low) / 2
  const toY = (value: number) => HEIGHT / 2 - ((value - middle) / span) * (HEIGHT - PAD * 2)
  const step = (WIDTH - 2) / (values.length - 1)
  const places = values.map((value, index) => (value === null ? null : { x: 1 + index * step, y: toY(value) }))
  const whole = isLastOpen ? places.slice(0, -1) : places
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn('h-[26px] w-24 overflow-visible [&>path]:[vector-effect:non-scaling-stroke]', className)}
      fill="none"
      stroke="var(--chart-1)"
      strokeWidth={1.5}
      strokeLinejoin="round"
    >
      <path d={sparklinePath(whole)} />
      {isLastOpen ? <path d={sparklinePath(places.slice(-2))} strokeDasharray="1.5 2.5" /> : null}
    </svg>
  )
}

interface Point {
  x: number
  y: number
}

/** A path through the places, lifted over what is missing. */
export function sparklinePath(places: readonly (Point | null)[]): string {
  let path = ''
  let isDown = false
  for (const place of places) {
    if (place) path += `${isDown ? 'L' : 'M'}${place.x.toFixed(1)} ${place.y.toFixed(1)}`
    isDown = place !== null
  }
  return path
}

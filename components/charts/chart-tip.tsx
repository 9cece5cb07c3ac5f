import { cn } from '@/components/ui/cn'
import type { TipContent } from './describe'

interface ChartTipProps {
  content: TipContent
  /** Where the crosshair is, in pixels of the chart. */
  x: number
  width: number
}

const OFFSET = 14

/** The values at the crosshair, on the side where there is more room. */
export function ChartTip({ content: { title, rows, previous, delta }, x, width }: ChartTipProps) {
  const isRight = x < width / 2
  const caveats = [...new Set(rows.flatMap(({ caveat }) => (caveat ? [caveat] : [])))]
  const spread = rows.length === 1 ? rows[0]?.spread : null
  return (
    <div
      aria-hidden
      style={isRight ? { left: x + OFFSET } : { right: width - x + OFFSET }}
      className="num pointer-events-none absolute top-4 z-20 grid w-max min-w-40 max-w-[min(280px,70%)] gap-1 rounded-[8px] border border-line bg-raised px-2.5 py-2 text-xs shadow-float"
    >
      <p className="text-muted">{title}</p>
      {rows.length === 0 ? <p>Nothing measured</p> : null}
      {rows.map(({ id, name, color, value }) => (
        <TipLine key={id} color={color} name={name} value={value} />
      ))}
      {previous ? <TipLine color={previous.color} name={previous.name} value={previous.value} isMuted /> : null}
      {delta ? <p className="font-semibold">{delta.text}</p> : null}
      {spread ? <p className="text-muted">{spread}</p> : null}
      {caveats.map((caveat) => (
        <p key={caveat} className="text-warn-text">
          {caveat.charAt(0).toUpperCase() + caveat.slice(1)}
        </p>
      ))}
    </div>
  )
}

interface TipLineProps {
  color: string
  name: string
  value: string
  isMuted?: boolean
}

function TipLine({ color, name, value, isMuted }: TipLineProps) {
  return (
    <p className={cn('flex items-center gap-2', isMuted && 'text-muted')}>
      <span className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
      <span className="min-w-0 truncate">{name}</span>
      <b className="ml-auto pl-3 font-semibold">{value}</b>
    </p>
  )
}

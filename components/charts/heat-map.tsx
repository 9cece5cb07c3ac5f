'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { formatValue, type ValueFormat } from '@/components/ui/format'

export interface HeatMapCell {
  /** ISO: 1 Monday to 7 Sunday. */
  weekday: number
  /** 0 to 23, local. */
  hour: number
  /** Null where nothing was measured. */
  value: number | null
}

interface HeatMapProps {
  title: string
  cells: readonly HeatMapCell[]
  /** "messages per hour" */
  unit: string
  format?: ValueFormat
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const LEGEND = [0, 0.25, 0.5, 0.75, 1]

const twoDigits = (hour: number): string => String(hour).padStart(2, '0')

/** From the card's ground to the accent; the least value that is not zero can still be told from nothing. */
const shade = (share: number): string =>
  share <= 0 ? 'var(--sunken)' : `color-mix(in oklch, var(--accent) ${Math.round(12 + share * 88)}%, var(--surface))`

/** Hours of the day by days of the week. A table by nature: arrow keys walk its cells, one of which takes the Tab. */
export function HeatMap({ title, cells, unit, format = 'count' }: HeatMapProps) {
  const [active, setActive] = useState({ weekday: 1, hour: 0 })
  const table = useRef<HTMLTableElement>(null)
  const values = new Map(cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell.value]))
  const high = Math.max(0, ...cells.map(({ value }) => value ?? 0))
  const valueAt = (weekday: number, hour: number) => values.get(`${weekday} ${hour}`) ?? null
  const shown = valueAt(active.weekday, active.hour)

  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (!move) return
    event.preventDefault()
    const weekday = Math.min(7, Math.max(1, active.weekday + move.days))
    const hour = Math.min(23, Math.max(0, active.hour + move.hours))
    setActive({ weekday, hour })
    table.current?.querySelector<HTMLElement>(`[data-cell="${weekday} ${hour}"]`)?.focus()
  }

  return (
    <div>
      <div className="relative overflow-x-auto [scrollbar-width:thin]">
        <table ref={table} onKeyDown={onKeyDown} className="w-full table-fixed border-separate border-spacing-[2px]">
          <caption className="sr-only">
            {title}: {unit} by hour of the day and day of the week
          </caption>
          <thead>
            <tr>
              <th className="w-9">
                <span className="sr-only">Day</span>
              </th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col" className="num h-4 p-0 text-left font-medium text-2xs text-faint">
                  <span className={cn('inline-block w-0', hour % 3 !== 0 && 'sr-only')}>{twoDigits(hour)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEKDAYS.map((name, index) => (
              <tr key={name}>
                <th scope="row" className="p-0 text-left font-medium text-2xs text-faint">
                  <abbr title={name} className="no-underline">
                    {name.slice(0, 3)}
                  </abbr>
                </th>
                {HOURS.map((hour) => {
                  const value = valueAt(index + 1, hour)
                  const isActive = active.weekday === index + 1 && active.hour === hour
                  return (
                    <td
                      key={hour}
                      data-cell={`${index + 1} ${hour}`}
                      tabIndex={isActive ? 0 : -1}
                      onFocus={() => setActive({ weekday: index + 1, hour })}
                      onPointerEnter={() => setActive({ weekday: index + 1, hour })}
                      style={value === null ? undefined : { background: shade(high > 0 ? value / high : 0) }}
                      className={cn(
                        'h-5 rounded-[3px] p-0 focus-visible:outline-offset-1 max-sm:h-6',
                        value === null && 'border border-line border-dashed',
                      )}
                    >
                      <span className="sr-only">{value === null ? 'not measured' : formatValue(value, format)}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="num mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-muted text-xs">
        <p>
          {WEEKDAYS[active.weekday - 1]} {twoDigits(active.hour)}:00 to {twoDigits(active.hour + 1)}:00,{' '}
          <b className="font-semibold text-ink">
            {shown === null ? 'not measured' : `${formatValue(shown, format)} ${unit}`}
          </b>
        </p>
        <Scale high={high} format={format} />
      </div>
    </div>
  )
}

const MOVES: Record<string, { days: number; hours: number }> = {
  ArrowLeft: { days: 0, hours: -1 },
  ArrowRight: { days: 0, hours: 1 },
  ArrowUp: { days: -1, hours: 0 },
  ArrowDown: { days: 1, hours: 0 },
  Home: { days: 0, hours: -23 },
  End: { days: 0, hours: 23 },
}

function Scale({ high, format }: { high: number; format: ValueFormat }) {
  return (
    <p className="flex items-center gap-1.5" aria-hidden>
      {formatValue(0, format)}
      <span className="flex gap-[2px]">
        {LEGEND.map((share) => (
          <span key={share} style={{ background: shade(share) }} className="size-3 rounded-[3px]" />
        ))}
      </span>
      {formatValue(high, format)}
    </p>
  )
}

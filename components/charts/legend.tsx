import type { LegendEntry } from './legend-entries'

/** Names the lines where they don't name themselves: with a previous period, on phones, and past three series. */
export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  if (entries.length === 0) return null
  return (
    <ul className="num flex flex-wrap gap-x-3.5 gap-y-0.5 pb-1 text-muted text-xs">
      {entries.map(({ id, name, color, dash }) => (
        <li key={id} className="flex items-center gap-1.5">
          <svg width="14" height="2" aria-hidden className="shrink-0">
            <line x2="14" y1="1" y2="1" strokeWidth="2" stroke={color} {...(dash ? { strokeDasharray: dash } : {})} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

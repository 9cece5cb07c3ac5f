'use client'

import { Command } from 'cmdk'
import { Check, Search } from 'lucide-react'
import { useMemo } from 'react'
import { useNow } from '@/components/ui/clock'
import { formatTime } from '@/lib/core/time/format'
import { listZones } from '@/lib/core/time/zones'

interface ZoneListProps {
  value: string
  onChoose: (zone: string) => void
}

/** All zones with what the clocks there say now. */
export function ZoneList({ value, onChoose }: ZoneListProps) {
  const now = useNow()
  const zones = useMemo(() => ['UTC', ...listZones().filter((zone) => zone !== 'UTC')], [])
  return (
    <Command label="Time zones" defaultValue={value}>
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search aria-hidden className="size-4 text-muted" />
        <Command.Input
          autoFocus
          placeholder="Search by city or region"
          className="h-10 flex-1 bg-transparent text-sm outline-none coarse:text-lg"
        />
      </div>
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="p-4 text-center text-muted">No matching time zone</Command.Empty>
        {zones.map((zone) => (
          <Command.Item
            key={zone}
            value={zone}
            keywords={[zone.replaceAll(/[_/]/g, ' ')]}
            onSelect={() => onChoose(zone)}
            className="flex min-h-8 cursor-default items-center gap-2 rounded-chip px-2 data-[selected=true]:bg-sunken dark:data-[selected=true]:bg-line coarse:min-h-11"
          >
            <span className="min-w-0 flex-1 truncate">{zone.replaceAll('_', ' ')}</span>
            {zone === value ? <Check aria-label="Chosen" className="size-4 text-accent" /> : null}
            <span className="num text-muted text-xs">{formatTime(now, zone)}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}

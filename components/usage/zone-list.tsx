'use client'

import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useMemo } from 'react'
import { useZones } from '@/components/ui/clock'
import { listZones } from '@/lib/core/time/zones'

interface ZoneListProps {
  homeZone: string
  value: string
  onChoose: (zone: string) => void
}

/** All zones, to be searched; the community's and the viewer's own come first. */
export function ZoneList({ homeZone, value, onChoose }: ZoneListProps) {
  const { viewer } = useZones()
  const others = useMemo(() => listZones().filter((zone) => zone !== homeZone && zone !== viewer), [homeZone, viewer])
  const item = (zone: string, hint?: string) => (
    <Command.Item
      key={zone}
      value={zone}
      keywords={[zone.replaceAll(/[/_]/g, ' ')]}
      onSelect={() => onChoose(zone)}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-chip px-2 text-sm data-[selected=true]:bg-sunken"
    >
      <span className="truncate">{zone}</span>
      {hint ? <span className="truncate text-muted text-xs">{hint}</span> : null}
      {zone === value ? <Check aria-label="Selected" className="ml-auto size-4 shrink-0 text-accent" /> : null}
    </Command.Item>
  )
  return (
    <Command label="Time zones" defaultValue={value}>
      <Command.Input
        autoFocus
        placeholder="Search time zones"
        className="h-10 w-full border-line border-b bg-transparent px-3 text-sm outline-none"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="px-3 py-6 text-center text-muted text-sm">No matching time zone</Command.Empty>
        {item(homeZone, 'the community’s')}
        {viewer === homeZone ? null : item(viewer, 'yours')}
        {others.map((zone) => item(zone))}
      </Command.List>
    </Command>
  )
}

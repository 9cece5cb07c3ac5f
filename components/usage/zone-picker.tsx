'use client'

import { ChevronDown, Globe } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { Skeleton } from '@/components/ui/skeleton'
import { useUsage } from './usage-context'

// The list of zones and its search are needed only by who opens it.
const ZoneList = dynamic(() => import('./zone-list').then((module) => module.ZoneList), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-64" />,
})

/** The zone whose days, weeks and months the page shows: the community's, or any other. */
export function ZonePicker() {
  const { view, homeZone, show } = useUsage()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button aria-label={`Time zone: ${view.zone}`}>
          <Globe aria-hidden className="text-muted" />
          <span className="max-w-40 truncate">{view.zone}</span>
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="overflow-hidden p-0" aria-label="Time zone">
        <ZoneList
          homeZone={homeZone}
          value={view.zone}
          onChoose={(zone) => {
            show({ zone: zone === homeZone ? null : zone })
            setOpen(false)
          }}
        />
      </PopoverContent>
    </Popover>
  )
}

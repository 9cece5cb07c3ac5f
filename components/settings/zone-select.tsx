'use client'

import { ChevronDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { Skeleton } from '@/components/ui/skeleton'

const ZoneList = dynamic(() => import('./zone-list').then((module) => module.ZoneList), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-48" />,
})

interface ZoneSelectProps {
  value: string
  onChange: (zone: string) => void
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

/** One of all time zones, to be searched by city or by the clock. */
export function ZoneSelect({ value, onChange, id, ...aria }: ZoneSelectProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger
        {...aria}
        id={id}
        className="touch-target relative flex h-8 w-full items-center justify-between gap-2 rounded-control border border-line-control bg-surface px-2.5 font-medium text-sm shadow-card transition-colors hover:bg-sunken aria-invalid:border-danger coarse:h-11"
      >
        <span className="truncate">{value}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
      </PopoverTrigger>
      <PopoverContent
        align="start"
        className="w-(--radix-popover-trigger-width) min-w-72 overflow-hidden p-0"
        aria-label="Time zones"
      >
        <ZoneList
          value={value}
          onChoose={(zone) => {
            onChange(zone)
            setOpen(false)
          }}
        />
      </PopoverContent>
    </Popover>
  )
}

'use client'

import { Info } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { DEFINITIONS, type FigureName } from './definitions'

/** The way to a figure's definition, beside its title. */
export function Defined({ name, title }: { name: FigureName; title: string }) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" aria-label={`Definition of “${title}”`} className="-my-1 h-6 w-6 px-0">
          <Info aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={`Definition of “${title}”`}>
        <p>{DEFINITIONS[name]}</p>
      </PopoverContent>
    </Popover>
  )
}

'use client'

import { SlidersHorizontal } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { Tooltip } from '@/components/ui/tooltip'
import type { CaseFilterQuery } from '@/lib/moderation/schema/case-tools'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import type { CaseParams } from './moderation-client'

/** Fetched when it is opened for the first time. */
const FilterForm = dynamic(() => import('./filter-form').then((module) => module.FilterForm), { ssr: false })

export interface FilterMenuProps {
  params: CaseParams
  policies: readonly PolicyView[]
  onParams: (change: Partial<CaseParams>) => void
  onFilter: (filter: CaseFilterQuery) => void
}

/** What narrows the queue beyond its head, and the filters that one keeps. */
export function FilterMenu(props: FilterMenuProps) {
  const count = [props.params.policy, props.params.type].filter(Boolean).length
  return (
    <Popover>
      <Tooltip content="Filters">
        <PopoverTrigger asChild>
          <Button aria-label={count > 0 ? `Filters, ${count} active` : 'Filters'} className="num shrink-0 px-2.5">
            <SlidersHorizontal aria-hidden />
            {count > 0 ? count : null}
          </Button>
        </PopoverTrigger>
      </Tooltip>
      <PopoverContent align="end" aria-label="Filters">
        <FilterForm {...props} />
      </PopoverContent>
    </Popover>
  )
}

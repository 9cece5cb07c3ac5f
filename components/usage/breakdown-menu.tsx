'use client'

import { ChevronDown, Funnel } from 'lucide-react'
import { Button } from '@/components/ui/button'
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '@/components/ui/dropdown-menu'
import { useUsage } from './usage-context'
import { type Split, TOPS } from './view-state'

const LABELS: Record<Split, string> = {
  none: 'All channels and spaces',
  channel: 'By channel',
  space: 'By space',
}

/** Breaks the charts that know channels or spaces down into the largest of them and "other". */
export function BreakdownMenu() {
  const { view, show } = useUsage()
  const { split, top } = view.state
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Funnel aria-hidden className="text-muted" />
          {split === 'none' ? 'Break down' : `${LABELS[split]}, top ${top}`}
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>Break down</MenuLabel>
        <MenuRadioGroup value={split} onValueChange={(value) => show({ split: value as Split })}>
          {(['none', 'channel', 'space'] as const).map((value) => (
            <MenuRadioItem key={value} value={value}>
              {LABELS[value]}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuLabel>Lines before “other”</MenuLabel>
        <MenuRadioGroup
          value={String(top)}
          onValueChange={(value) => show({ top: TOPS.find((count) => String(count) === value) ?? null })}
        >
          {TOPS.map((count) => (
            <MenuRadioItem key={count} value={String(count)} disabled={split === 'none'}>
              The largest {count}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  )
}

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
import { pageBreakdown } from './usage-view'
import { useMeasured } from './use-measured'
import { SPLITS, type Split, TOPS } from './view-state'

const TITLES: Record<Split, string> = {
  none: 'All channels and spaces',
  channel: 'By channel',
  space: 'By space',
}

const titleOf = (label: string): string =>
  Object.hasOwn(TITLES, label) ? TITLES[label as Split] : `By ${label.replaceAll('_', ' ')}`

/** Breaks the charts that know a label down into the largest of its values and "other". */
export function BreakdownMenu() {
  const { view, show } = useUsage()
  const { all } = useMeasured()
  const { top } = view.state
  const value = pageBreakdown(view.state) ?? 'none'
  const others = [...new Set(all.flatMap(({ labels }) => labels))]
    .filter((label) => !OFFERED_FIRST.has(label))
    .toSorted()
  const choose = (label: string) => show(isSplit(label) ? { split: label, by: null } : { split: null, by: label })
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Funnel aria-hidden className="text-muted" />
          {value === 'none' ? 'Break down' : `${titleOf(value)}, top ${top}`}
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>Break down</MenuLabel>
        <MenuRadioGroup value={value} onValueChange={choose}>
          {[...SPLITS, ...others].map((label) => (
            <MenuRadioItem key={label} value={label}>
              {titleOf(label)}
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
            <MenuRadioItem key={count} value={String(count)} disabled={value === 'none'}>
              The largest {count}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  )
}

/** Labels that are offered first, or whose chart is always broken down by them. */
const OFFERED_FIRST: ReadonlySet<string> = new Set([...SPLITS, 'feature'])

const isSplit = (label: string): label is Split => SPLITS.some((split) => split === label)

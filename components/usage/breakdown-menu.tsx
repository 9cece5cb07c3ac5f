'use client'

import { ChevronDown, Layers } from 'lucide-react'
import { Button } from '@/components/ui/button'
import {
  Menu,
  MenuCheckboxItem,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '@/components/ui/dropdown-menu'
import { nameOfLabel } from './text'
import { useUsage } from './usage-context'
import { pageBreakdown } from './usage-view'
import { useMetricAvailability } from './use-metric-availability'
import { SPLITS, type Split, TOP_COUNTS, type UsageChange } from './view-state'

/** Breaks the charts that know labels down into the largest of their values and "other". */
export function BreakdownMenu() {
  const { view, show } = useUsage()
  const { all } = useMetricAvailability()
  const { top } = view.state
  const chosen = pageBreakdown(view.state)
  const others = [...new Set(all.flatMap(({ labels }) => labels))]
    .filter((label) => !OFFERED_FIRST.has(label))
    .toSorted()
  const toggle = (label: string) =>
    show(breakDownBy(chosen.includes(label) ? chosen.filter((one) => one !== label) : [...chosen, label]))
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Layers aria-hidden className="text-muted" />
          {chosen.length === 0 ? 'Break down' : `By ${chosen.map(nameOfLabel).join(' and ')}, top ${top}`}
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>Break down</MenuLabel>
        <MenuCheckboxItem checked={chosen.length === 0} onCheckedChange={() => show(breakDownBy([]))}>
          No breakdown
        </MenuCheckboxItem>
        {[...LABELS_FIRST, ...others].map((label) => (
          <MenuCheckboxItem key={label} checked={chosen.includes(label)} onCheckedChange={() => toggle(label)}>
            By {nameOfLabel(label)}
          </MenuCheckboxItem>
        ))}
        <MenuSeparator />
        <MenuLabel>Lines shown</MenuLabel>
        <MenuRadioGroup
          value={String(top)}
          onValueChange={(value) => show({ top: TOP_COUNTS.find((count) => String(count) === value) ?? null })}
        >
          {TOP_COUNTS.map((count) => (
            <MenuRadioItem key={count} value={String(count)} disabled={chosen.length === 0}>
              Top {count}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  )
}

const LABELS_FIRST = ['channel', 'space'] as const

/** Labels that are offered first, or whose chart is always broken down by them. */
const OFFERED_FIRST: ReadonlySet<string> = new Set([...LABELS_FIRST, 'feature'])

/** The state of a breakdown; one by channel or space alone keeps the address that it has always had. */
function breakDownBy(labels: readonly string[]): UsageChange {
  const [first, ...more] = labels
  return first !== undefined && more.length === 0 && isSplit(first)
    ? { split: first, by: null }
    : { split: null, by: [...labels] }
}

const isSplit = (label: string): label is Split => SPLITS.some((split) => split === label)

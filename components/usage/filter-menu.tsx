'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Funnel, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Menu, MenuCheckboxItem, MenuContent, MenuLabel, MenuTrigger, SubMenu } from '@/components/ui/dropdown-menu'
import type { MetricView } from '@/lib/metrics/schema'
import { nameOfLabel } from './text'
import { topListQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { useMetricAvailability } from './use-metric-availability'
import { labelFilter, readLabelFilters } from './view-state'

/** As many values of a label as are offered. */
const VALUES_MAX = 50

/** Channels and spaces are chosen from their top lists. */
const CHOSEN_ELSEWHERE: ReadonlySet<string> = new Set(['channel', 'space'])

/** Narrows the charts that know a label to some of its values. */
export function FilterMenu() {
  const labels = useFilterLabels()
  if (labels.size === 0) return null
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Funnel aria-hidden className="text-muted" />
          Filter
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>Show only</MenuLabel>
        {[...labels].map(([label, metric]) => (
          <ValuesMenu key={label} label={label} metric={metric} />
        ))}
      </MenuContent>
    </Menu>
  )
}

/** What the page is narrowed to, each with the way back. */
export function ChosenFilters() {
  const { view, show } = useUsage()
  const { only } = view.state
  return readLabelFilters(only).map(({ label, value }) => (
    <Button
      key={labelFilter(label, value)}
      onClick={() => show({ only: without(only, labelFilter(label, value)) })}
      aria-label={`Only ${nameOfLabel(label)} ${value}. Remove this filter`}
      className="bg-accent-soft text-accent-text"
    >
      <span className="max-w-44 truncate">
        {nameOfLabel(label)}: {value}
      </span>
      <X aria-hidden />
    </Button>
  ))
}

/** The values of a label in the range, the largest first; they are fetched when the menu is opened. */
function ValuesMenu({ label, metric }: { label: string; metric: string }) {
  const { view, show } = useUsage()
  const [isOpen, setIsOpen] = useState(false)
  const request = { metric, by: label, ...view.range, zone: view.zone, limit: VALUES_MAX }
  const { data, error } = useQuery({ ...topListQueryOf({ request, view }), enabled: isOpen })
  const { only } = view.state
  const chosen = readLabelFilters(only).flatMap((filter) => (filter.label === label ? [filter.value] : []))
  const values = [...new Set([...(data?.items.map(({ id }) => id) ?? []), ...chosen])]
  return (
    <SubMenu label={capitalised(nameOfLabel(label))} onOpenChange={setIsOpen}>
      {values.length === 0 ? (
        <MenuLabel>{error?.message ?? (data ? 'No values in this range' : 'Loading…')}</MenuLabel>
      ) : null}
      {values.map((value) => {
        const filter = labelFilter(label, value)
        return (
          <MenuCheckboxItem
            key={value}
            checked={only.includes(filter)}
            onCheckedChange={(isChosen) => show({ only: isChosen ? [...only, filter] : without(only, filter) })}
          >
            <span className="max-w-64 truncate">{value}</span>
          </MenuCheckboxItem>
        )
      })}
    </SubMenu>
  )
}

const SAMPLED_OR_COUNTED: ReadonlySet<MetricView['kind']> = new Set(['gauge', 'increment', 'event'])

/** The labels that can be filtered by, each with a metric that knows its values. */
function useFilterLabels(): ReadonlyMap<string, string> {
  const { all } = useMetricAvailability()
  const pairs = all
    .filter(({ kind, lastAt }) => SAMPLED_OR_COUNTED.has(kind) && lastAt !== null)
    .flatMap(({ name, labels }) => labels.map((label) => [label, name] as const))
    .filter(([label]) => !CHOSEN_ELSEWHERE.has(label))
  return new Map(pairs.toSorted(([one], [other]) => one.localeCompare(other)))
}

const without = (list: readonly string[], item: string): string[] => list.filter((one) => one !== item)

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

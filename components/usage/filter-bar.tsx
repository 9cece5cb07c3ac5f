'use client'

import { useSearchParams } from 'next/navigation'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { formatRange } from '@/lib/core/time/format'
import { RANGE_LABELS, RANGE_PRESETS, type RangePreset } from '@/lib/core/time/ranges'
import { RESOLUTIONS, type Resolution } from '@/lib/metrics/terms'
import { ActiveFilters } from './active-filters'
import { BreakdownMenu } from './breakdown-menu'
import { CustomRange } from './custom-range'
import { ChosenFilters, FilterMenu } from './filter-menu'
import { automaticStep, lengthOf, refusalOf, STEP_LABELS } from './steps'
import { COMPARISON_LABELS, describeUnfinished } from './text'
import { useUsage } from './usage-context'
import { COMPARISONS, type Comparison } from './view-state'
import { ZonePicker } from './zone-picker'

const SHORT: Record<RangePreset, string> = {
  hour: '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
  '1y': '1 y',
  all: 'All',
}

/** What the page shows: range, bucket size, comparison, breakdown and zone, all of it in the URL. */
export function FilterBar() {
  return (
    <section aria-label="View options" className="flex flex-wrap items-center gap-2">
      <RangePicker />
      <StepPicker />
      <ComparisonPicker />
      <BreakdownMenu />
      <FilterMenu />
      <ZonePicker />
      <ActiveFilters />
      <ChosenFilters />
      <RangeText />
      <WrongZone />
    </section>
  )
}

function RangePicker() {
  const { view, show } = useUsage()
  return (
    <>
      <Segmented
        label="Range"
        value={view.isCustom ? '' : view.state.range}
        onValueChange={(value) => value && show({ range: value, from: null, to: null })}
        segments={RANGE_PRESETS.map((value) => ({ value, label: SHORT[value], name: RANGE_LABELS[value] }))}
      />
      <CustomRange />
    </>
  )
}

function StepPicker() {
  const { view, show } = useUsage()
  const length = lengthOf(view.range)
  // A chosen size that this range can't have gives way to the automatic one, and the picker says so.
  const value = view.state.step === view.step ? view.step : 'auto'
  return (
    <Select<Resolution | 'auto'>
      aria-label="Bucket size"
      value={value}
      onValueChange={(step) => show({ step })}
      options={[
        { value: 'auto', label: STEP_LABELS[automaticStep(length)], hint: 'Automatic' },
        ...RESOLUTIONS.map((step) => {
          const refusal = refusalOf(step, length)
          return { value: step, label: STEP_LABELS[step], ...(refusal ? { hint: refusal, isDisabled: true } : {}) }
        }),
      ]}
    />
  )
}

function ComparisonPicker() {
  const { view, show } = useUsage()
  const isAll = view.state.range === 'all' && !view.isCustom
  return (
    <Select<Comparison>
      aria-label="Comparison"
      value={isAll ? 'off' : view.state.vs}
      isDisabled={isAll}
      onValueChange={(vs) => show({ vs })}
      options={COMPARISONS.map((value) => ({ value, ...COMPARISON_LABELS[value] }))}
    />
  )
}

function RangeText() {
  const { view } = useUsage()
  const unfinished = describeUnfinished({ ...view.range, asOf: view.asOf, zone: view.zone })
  return (
    <p className="num px-1 text-muted text-sm max-md:px-0">
      {formatRange(view.range.from, view.range.to, view.zone)}
      {unfinished ? ` · ${unfinished}` : ''}
    </p>
  )
}

/** Says that what an old or mistyped link asked for is no zone, until another one is chosen. */
function WrongZone() {
  const { view, homeZone } = useUsage()
  const asked = useSearchParams().get('zone')
  if (!asked || view.state.zone !== null) return null
  return (
    <p className="px-1 text-muted text-sm max-md:px-0">
      The time zone in this link is unknown. Using {homeZone} instead.
    </p>
  )
}

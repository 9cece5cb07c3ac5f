'use client'

import { CalendarRange } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { Segmented } from '@/components/ui/segmented'
import { isDate } from '@/lib/core/time/is-instant'
import { RANGE_LABELS } from '@/lib/core/time/ranges'
import { dayBefore, nextDay } from '@/lib/core/time/zoned'
import { refusePeriod } from '@/lib/moderation/schema/insight-period'
import { type InsightFilter, type InsightParams, PERIODS } from './insight-client'

const SHORT = { '7d': '7 d', '30d': '30 d', '90d': '90 d', '1y': '1 y' } as const

type Change = Partial<Pick<InsightParams, 'period' | 'from' | 'to'>>

interface PeriodPickerProps {
  params: InsightParams
  filter: InsightFilter
  onChange: (change: Change) => void
}

/** The days that the figures are of. */
export function PeriodPicker({ params, filter, onChange }: PeriodPickerProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Segmented
        label="Period"
        value={filter.isCustom ? '' : params.period}
        onValueChange={(period) => period && onChange({ period, from: null, to: null })}
        segments={PERIODS.map((value) => ({ value, label: SHORT[value], name: RANGE_LABELS[value] }))}
      />
      <Popover open={isOpen} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <Button
            aria-pressed={filter.isCustom}
            className={cn(filter.isCustom && 'bg-accent-soft font-semibold text-accent-text')}
          >
            <CalendarRange aria-hidden />
            Custom
          </Button>
        </PopoverTrigger>
        <PopoverContent align="start" aria-label="Custom period">
          <DaysForm
            filter={filter}
            onDone={(days) => {
              onChange(days)
              setOpen(false)
            }}
          />
        </PopoverContent>
      </Popover>
    </>
  )
}

function DaysForm({ filter, onDone }: { filter: InsightFilter; onDone: (days: Change) => void }) {
  const [first, setFirst] = useState(filter.from)
  const [last, setLast] = useState(dayBefore(filter.to))
  const [problem, setProblem] = useState<string>()
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (!first || !last) return setProblem('Enter the first and the last day.')
    if (![first, last].every(isDate)) return setProblem('Enter dates from 1900 to 2199.')
    const refusal = refusePeriod({ from: first, to: nextDay(last) })
    if (refusal) return setProblem(refusal.message)
    onDone({ from: first, to: last })
  }
  return (
    <form onSubmit={apply} noValidate className="grid gap-3">
      <Field label="First day">
        <Input type="date" required value={first} onChange={(event) => setFirst(event.target.value)} />
      </Field>
      <Field label="Last day">
        <Input type="date" required value={last} onChange={(event) => setLast(event.target.value)} />
      </Field>
      {problem ? <FieldError>{problem}</FieldError> : null}
      <Button type="submit" variant="primary">
        Apply period
      </Button>
    </form>
  )
}

'use client'

import { CalendarRange } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { customRange } from '@/lib/core/time/ranges'
import { fromInstant, type LocalEdge, toEdge } from './local-edge'
import { useUsage } from './usage-context'

/** A range of one's own: two days, or two instants to the minute, in the zone of the page. */
export function CustomRange() {
  const [isOpen, setOpen] = useState(false)
  const { view } = useUsage()
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          aria-pressed={view.isCustom}
          className={cn(view.isCustom && 'bg-accent-soft font-semibold text-accent-text')}
        >
          <CalendarRange aria-hidden />
          Custom
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label="Custom range">
        <CustomRangeForm onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  )
}

function CustomRangeForm({ onDone }: { onDone: () => void }) {
  const { view, show } = useUsage()
  const [first, setFirst] = useState(() => fromInstant(view.range.from, view.zone, 'from'))
  const [last, setLast] = useState(() => fromInstant(view.range.to, view.zone, 'to'))
  const [problem, setProblem] = useState<string>()
  const apply = (event: FormEvent) => {
    event.preventDefault()
    const from = toEdge(first, view.zone)
    const to = toEdge(last, view.zone)
    if (!from || !to) return setProblem('Enter the first and the last day.')
    if (!customRange(from, to, view.zone)) return setProblem('The end must be after the start.')
    show({ from, to })
    onDone()
  }
  return (
    <form onSubmit={apply} className="grid gap-3">
      <EdgeFields legend="From" value={first} onChange={setFirst} />
      <EdgeFields legend="To (inclusive)" value={last} onChange={setLast} />
      <p className="text-muted text-xs">Times are in {view.zone}. Leave the time empty for whole days.</p>
      {problem ? <FieldError>{problem}</FieldError> : null}
      <Button type="submit" variant="primary">
        Apply range
      </Button>
    </form>
  )
}

interface EdgeFieldsProps {
  legend: string
  value: LocalEdge
  onChange: (value: LocalEdge) => void
}

function EdgeFields({ legend, value, onChange }: EdgeFieldsProps) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div className="grid grid-cols-[3fr_2fr] gap-2">
        <Input
          type="date"
          required
          aria-label={`${legend}: date`}
          value={value.date}
          onChange={(event) => onChange({ ...value, date: event.target.value })}
        />
        <Input
          type="time"
          aria-label={`${legend}: time`}
          value={value.time}
          onChange={(event) => onChange({ ...value, time: event.target.value })}
        />
      </div>
    </fieldset>
  )
}

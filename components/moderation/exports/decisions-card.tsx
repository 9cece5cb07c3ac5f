import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import type { ExportFormat } from '@/lib/moderation/schema/exports'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import type { QueueView } from '@/lib/moderation/schema/queues'
import type { QuarterView } from '@/lib/moderation/schema/transparency'
import { decisionFileUrl } from './exports-client'
import { ALL, DATES, type PeriodChoice, periodOptions, rangeOf } from './period-choice'

const FORMATS = [
  { value: 'csv', label: 'CSV' },
  { value: 'json', label: 'JSON' },
  { value: 'jsonl', label: 'JSON Lines' },
] as const

interface DecisionsCardProps {
  quarters: readonly QuarterView[]
  policies: readonly PolicyView[]
  queues: readonly QueueView[]
}

/** A file of all that was decided. It is made while it is fetched, so that any length will do. */
export function DecisionsCard({ quarters, policies, queues }: DecisionsCardProps) {
  const [choice, setChoice] = useState<PeriodChoice>({ period: ALL, from: '', to: '' })
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [policy, setPolicy] = useState(ALL)
  const [queue, setQueue] = useState(ALL)
  const range = rangeOf(choice, quarters)
  return (
    <Card aria-label="Decisions">
      <CardHeader className="block">
        <CardTitle>Decisions</CardTitle>
        <p className="mt-0.5 max-w-prose text-muted text-sm">
          One row per action, with its policy, reason, moderator and outcome. Reporters are not included.
        </p>
      </CardHeader>
      <CardBody className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <PeriodFields choice={choice} onChange={setChoice} quarters={quarters} isInOrder={range !== null} />
        <Field label="Policy">
          <Select value={policy} onValueChange={setPolicy} options={withAll('All policies', policies)} />
        </Field>
        <Field label="Queue">
          <Select value={queue} onValueChange={setQueue} options={withAll('All queues', queues)} />
        </Field>
      </CardBody>
      <CardFooter className="flex-wrap">
        <Segmented label="Format" value={format} onValueChange={setFormat} segments={FORMATS} />
        {range ? (
          <Button asChild variant="primary" className="ml-auto">
            <a href={decisionFileUrl({ format, ...range, policy: one(policy), queue: one(queue) })} download>
              <Download aria-hidden />
              Download decisions
            </a>
          </Button>
        ) : (
          <Button variant="primary" className="ml-auto" disabled>
            <Download aria-hidden />
            Download decisions
          </Button>
        )}
      </CardFooter>
    </Card>
  )
}

const one = (value: string): string | undefined => (value === ALL ? undefined : value)

const withAll = (label: string, items: readonly { id: string; name: string }[]) => [
  { value: ALL, label },
  ...items.map(({ id, name }) => ({ value: id, label: name })),
]

interface PeriodFieldsProps {
  choice: PeriodChoice
  onChange: (choice: PeriodChoice) => void
  quarters: readonly QuarterView[]
  isInOrder: boolean
}

function PeriodFields({ choice, onChange, quarters, isInOrder }: PeriodFieldsProps) {
  return (
    <>
      <Field label="Period">
        <Select
          value={choice.period}
          onValueChange={(period) => onChange({ ...choice, period })}
          options={periodOptions(quarters)}
        />
      </Field>
      {choice.period === DATES ? (
        <>
          <Field label="First day">
            <Input
              type="date"
              value={choice.from}
              onChange={({ target }) => onChange({ ...choice, from: target.value })}
            />
          </Field>
          <Field label="Last day" error={isInOrder ? undefined : 'The last day can’t be before the first day.'}>
            <Input type="date" value={choice.to} onChange={({ target }) => onChange({ ...choice, to: target.value })} />
          </Field>
        </>
      ) : null}
    </>
  )
}

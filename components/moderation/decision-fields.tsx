import { Checkbox } from '@/components/ui/checkbox'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import {
  type DecisionDraft,
  type DecisionField,
  type End,
  type ItemChoice,
  isExclusive,
  LENGTHS,
  SANCTIONS,
  type Sanction,
} from './decision-draft'
import { lengthText } from './length-text'

export interface DecisionFieldsProps {
  draft: DecisionDraft
  onChange: (part: Partial<DecisionDraft>) => void
  problems: Partial<Record<DecisionField, string>>
  summary: CaseSummary
  /** The zone in which ends are typed. */
  zone: string
}

const ITEM_LABELS: Record<ItemChoice, string> = {
  none: 'No change',
  keep: 'Keep',
  hide: 'Hide',
  remove: 'Remove',
  restore: 'Restore',
}
const SANCTION_LABELS: Record<Sanction, string> = { warn: 'Warn', mute: 'Mute', suspend: 'Suspend', ban: 'Ban' }

/** What is done to the item, to its author, and by the platform's own doing. */
export function DecisionFields(props: DecisionFieldsProps) {
  const { draft, onChange, problems, summary } = props
  const isHidden = summary.contentState !== 'visible'
  const choices: ItemChoice[] = isHidden
    ? ['none', 'keep', 'restore', 'hide', 'remove']
    : ['none', 'keep', 'hide', 'remove']
  return (
    <>
      <div className="grid gap-1.5">
        <p className="font-medium text-sm">Item</p>
        <Segmented
          label="Item"
          value={draft.item}
          onValueChange={(item) => onChange(item === 'keep' ? { item, measures: [], custom: '' } : { item })}
          segments={choices.map((value) => ({ value, label: ITEM_LABELS[value] }))}
          className="justify-self-start"
        />
        {problems.item ? <FieldError>{problems.item}</FieldError> : null}
        {isExclusive(draft) ? (
          <p className="text-muted text-xs">
            Nothing was wrong with the item. It {isHidden ? 'becomes visible again' : 'stays'}, and the reports count as
            incorrect.
          </p>
        ) : null}
      </div>
      {isExclusive(draft) ? null : (
        <>
          {summary.member ? <MeasureFields {...props} /> : null}
          <CustomFields {...props} />
        </>
      )}
    </>
  )
}

function MeasureFields({ draft, onChange, problems, zone }: DecisionFieldsProps) {
  const toggle = (measure: Sanction, isOn: boolean) =>
    onChange({ measures: isOn ? [...draft.measures, measure] : draft.measures.filter((one) => one !== measure) })
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">Author</legend>
      {SANCTIONS.map((measure) => {
        const isOn = draft.measures.includes(measure)
        return (
          <div key={measure} className="grid min-h-8 items-center gap-2 sm:grid-cols-[7rem_minmax(0,1fr)]">
            <CheckField label={SANCTION_LABELS[measure]}>
              <Checkbox checked={isOn} onCheckedChange={(next) => toggle(measure, next)} />
            </CheckField>
            {isOn && (measure === 'mute' || measure === 'suspend') ? (
              <EndFields
                label={SANCTION_LABELS[measure]}
                end={draft[measure]}
                zone={zone}
                problem={problems[measure]}
                onChange={(end) => onChange({ [measure]: end })}
              />
            ) : null}
          </div>
        )
      })}
    </fieldset>
  )
}

interface EndFieldsProps {
  label: string
  end: End
  zone: string
  problem: string | undefined
  onChange: (end: End) => void
}

const UNTIL = 'until'
const LENGTH_OPTIONS = [
  ...LENGTHS.map((minutes) => ({ value: String(minutes), label: `for ${lengthText(minutes)}` })),
  { value: UNTIL, label: 'until…' },
]

function EndFields({ label, end, zone, problem, onChange }: EndFieldsProps) {
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={`${label}, duration`}
          value={end.minutes === null ? UNTIL : String(end.minutes)}
          options={LENGTH_OPTIONS}
          className="w-36"
          onValueChange={(value) => onChange({ ...end, minutes: value === UNTIL ? null : Number(value) })}
        />
        {end.minutes === null ? (
          <Input
            type="datetime-local"
            aria-label={`${label} until, ${zone}`}
            aria-invalid={problem ? true : undefined}
            className="w-auto"
            value={end.local}
            onChange={(event) => onChange({ ...end, local: event.target.value })}
          />
        ) : null}
      </div>
      {problem ? <FieldError>{problem}</FieldError> : null}
    </div>
  )
}

function CustomFields({ draft, onChange, problems }: DecisionFieldsProps) {
  return (
    <div className="grid gap-2">
      <Field label="Custom action" isOptional hint="The action’s name on your platform.">
        <Input
          autoComplete="off"
          maxLength={100}
          value={draft.custom}
          onChange={(event) => onChange({ custom: event.target.value, isConfirmed: false })}
        />
      </Field>
      {draft.custom.trim() ? (
        <CheckField label={`“${draft.custom.trim()}” can’t be undone from here. Do it anyway.`}>
          <Checkbox checked={draft.isConfirmed} onCheckedChange={(isOn) => onChange({ isConfirmed: isOn })} />
        </CheckField>
      ) : null}
      {problems.custom ? <FieldError>{problems.custom}</FieldError> : null}
    </div>
  )
}

import { X } from 'lucide-react'
import { fieldMessage } from '@/components/screen/form-problem'
import type { FieldProblem } from '@/components/screen/show-problem'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { Textarea } from '@/components/ui/textarea'
import { ClassifierFields } from './classifier-fields'
import { type DraftCondition, emptyCondition, FORM_KINDS } from './condition-draft'
import { CONDITION_KIND_LABELS } from './rule-text'

interface ConditionFieldsProps {
  number: number
  condition: DraftCondition
  problem: FieldProblem | undefined
  canRemove: boolean
  onChange: (condition: DraftCondition) => void
  onRemove: () => void
}

const KINDS = [
  ...FORM_KINDS.map((kind) => ({ value: kind, label: CONDITION_KIND_LABELS[kind] })),
  { value: 'json' as const, label: 'Other condition, as JSON' },
]

/** The part of a condition that its first text or number is sent as; other problems are said of the condition. */
const MAIN_FIELD = /\.\d+\.(words|pattern|domains|atLeast|share|underHours|count|joins|identical)(\.\d+)?$/

/** One condition: its kind, and the fields of that kind. */
export function ConditionFields({ number, condition, problem, canRemove, onChange, onRemove }: ConditionFieldsProps) {
  const set = (given: Partial<DraftCondition>) => onChange({ ...condition, ...given })
  const isOfMain = problem !== undefined && MAIN_FIELD.test(problem.path)
  return (
    <div className="grid gap-3 rounded-card border border-line p-3">
      <div className="flex items-end gap-2">
        <Field label={`Condition ${number}`} className="flex-1">
          <Select
            value={condition.kind}
            options={KINDS}
            onValueChange={(kind) => onChange({ ...emptyCondition(kind), key: condition.key, text: condition.text })}
          />
        </Field>
        {canRemove ? <IconButton icon={X} label={`Remove condition ${number}`} onClick={onRemove} side="left" /> : null}
      </div>
      <KindFields condition={condition} set={set} problem={isOfMain ? problem.message : undefined} />
      {problem && !isOfMain ? <FieldError>{fieldMessage('This condition', problem.message)}</FieldError> : null}
    </div>
  )
}

export interface KindFieldsProps {
  condition: DraftCondition
  set: (given: Partial<DraftCondition>) => void
  /** What is wrong with the first text or number. */
  problem?: string | undefined
}

function KindFields({ condition, set, problem }: KindFieldsProps) {
  switch (condition.kind) {
    case 'keywords':
      return <WordFields {...{ condition, set, problem }} />
    case 'regex':
      return (
        <Text
          label="Expression"
          hint="RE2 syntax, without look-around or back-references. Ignores letter case."
          isCode
          {...{ condition, set, problem }}
        />
      )
    case 'links':
      return <LinkFields {...{ condition, set, problem }} />
    case 'invites':
      return <p className="text-muted text-sm">Invites to Discord, Telegram, WhatsApp and others.</p>
    case 'mentions':
      return <Amount label="Minimum number of mentions" {...{ condition, set, problem }} />
    case 'caps':
      return <Amount label="Minimum share of capital letters, in percent" {...{ condition, set, problem }} />
    case 'repetition':
      return <RepetitionFields {...{ condition, set }} />
    case 'accountAge':
      return <Amount label="Accounts younger than (hours)" {...{ condition, set, problem }} />
    case 'classifier':
      return <ClassifierFields {...{ condition, set }} />
    case 'flood':
    case 'duplicate':
    case 'raid':
      return <WindowFields {...{ condition, set, problem }} />
    case 'json':
      return (
        <Text
          label="Condition as JSON"
          hint="You can combine conditions with any, all and not. The rules documentation lists all conditions."
          isCode
          {...{ condition, set, problem }}
        />
      )
  }
}

function Text({
  label,
  hint,
  isCode = false,
  condition,
  set,
  problem,
}: KindFieldsProps & { label: string; hint: string; isCode?: boolean }) {
  return (
    <Field label={label} hint={hint} error={fieldMessage(label, problem)}>
      <Textarea
        rows={isCode ? 2 : 4}
        spellCheck={false}
        className={isCode ? 'max-h-64 font-mono text-xs' : 'max-h-64'}
        value={condition.text}
        onChange={(event) => set({ text: event.target.value })}
      />
    </Field>
  )
}

function Amount({ label, condition, set, problem }: KindFieldsProps & { label: string }) {
  return (
    <Field label={label} error={fieldMessage(label, problem)}>
      <Input
        inputMode="decimal"
        className="w-32"
        value={condition.amount}
        onChange={(event) => set({ amount: event.target.value })}
      />
    </Field>
  )
}

const MATCHES = [
  { value: 'word', label: 'Whole words' },
  { value: 'substring', label: 'Anywhere in the text' },
  { value: 'wildcard', label: 'With wildcards (* and ?)' },
] as const

function WordFields({ condition, set, problem }: KindFieldsProps) {
  return (
    <>
      <Text label="Words or phrases" hint="One per line." {...{ condition, set, problem }} />
      <Field label="Match">
        <Select value={condition.match} options={MATCHES} onValueChange={(match) => set({ match })} />
      </Field>
      <CheckField
        label="Match disguised words"
        hint="Digits for letters, look-alike and invisible characters, spaced-out letters."
      >
        <Switch checked={condition.normalise} onCheckedChange={(normalise) => set({ normalise })} />
      </CheckField>
      <Field label="Exceptions" isOptional hint="Don’t match within these words. One per line.">
        <Textarea rows={1} value={condition.allow} onChange={(event) => set({ allow: event.target.value })} />
      </Field>
    </>
  )
}

const LINK_MODES = [
  { value: 'listed', label: 'Links to these domains' },
  { value: 'unlisted', label: 'Links to any other domain' },
  { value: 'any', label: 'Any link' },
] as const

function LinkFields({ condition, set, problem }: KindFieldsProps) {
  return (
    <>
      <Field label="Which links">
        <Select value={condition.mode} options={LINK_MODES} onValueChange={(mode) => set({ mode })} />
      </Field>
      {condition.mode === 'any' ? null : (
        <Text
          label="Domains"
          hint="One per line. Add a path to match only that path: example.org/shop."
          {...{ condition, set, problem }}
        />
      )}
    </>
  )
}

const FLOOD_BY = [
  { value: 'author', label: 'By one author' },
  { value: 'channel', label: 'In one channel' },
] as const
const RAID_OF = [
  { value: 'joins', label: 'Members who joined' },
  { value: 'identical', label: 'Authors of the same text' },
] as const
const WINDOW_LABELS = {
  flood: 'Number of items',
  duplicate: 'Number of identical texts',
  raid: 'Number of members',
} as const

function WindowFields({ condition, set, problem }: KindFieldsProps) {
  const label = condition.kind in WINDOW_LABELS ? WINDOW_LABELS[condition.kind as keyof typeof WINDOW_LABELS] : ''
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Amount label={label} {...{ condition, set, problem }} />
      <Field label="Time window, in seconds">
        <Input
          inputMode="numeric"
          className="w-32"
          value={condition.seconds}
          onChange={(event) => set({ seconds: event.target.value })}
        />
      </Field>
      {condition.kind === 'flood' ? (
        <Field label="What to count">
          <Select value={condition.by} options={FLOOD_BY} onValueChange={(by) => set({ by })} />
        </Field>
      ) : null}
      {condition.kind === 'raid' ? (
        <Field label="What to count">
          <Select value={condition.of} options={RAID_OF} onValueChange={(of) => set({ of })} />
        </Field>
      ) : null}
    </div>
  )
}

const REPEATED = [
  { name: 'characters', label: 'Minimum repeats of one character in a row' },
  { name: 'words', label: 'Or minimum repeats of one word in a row' },
  { name: 'lines', label: 'Or minimum number of identical lines' },
] as const

function RepetitionFields({ condition, set }: KindFieldsProps) {
  return (
    <div className="grid gap-3">
      {REPEATED.map(({ name, label }) => (
        <Field key={name} label={label} isOptional>
          <Input
            inputMode="numeric"
            className="w-32"
            value={condition[name]}
            onChange={(event) => set({ [name]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  )
}

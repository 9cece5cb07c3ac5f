import { Plus } from 'lucide-react'
import { fieldMessage } from '@/components/screen/form-problem'
import type { FieldProblem } from '@/components/screen/show-problem'
import { Button } from '@/components/ui/button'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { emptyCondition } from './condition-draft'
import { ConditionFields } from './condition-fields'
import type { RuleDraft } from './rule-draft'

interface RuleFieldsProps {
  draft: RuleDraft
  problems: readonly FieldProblem[]
  onChange: (draft: RuleDraft) => void
}

const JOINS = [
  { value: 'any', label: 'Any of these' },
  { value: 'all', label: 'All of these' },
] as const
const SEVERITIES = ['1', '2', '3', '4', '5'].map((value) => ({
  value,
  label: value === '1' ? '1, minor' : value === '5' ? '5, critical' : value,
}))

/** The form of a rule: its name, what it looks for, and what it does then. */
export function RuleFields({ draft, problems, onChange }: RuleFieldsProps) {
  const set = (given: Partial<RuleDraft>) => onChange({ ...draft, ...given })
  const problemOf = (path: string, label: string) =>
    fieldMessage(label, problems.find((problem) => problem.path === path)?.message)
  const whole = problemOf('when', 'The rule') ?? problemOf(`when.${draft.join}`, 'The rule')
  return (
    <>
      <Field label="Name" error={problemOf('name', 'Name')}>
        <Input autoComplete="off" value={draft.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <fieldset className="grid gap-3">
        <legend className="mb-2 flex w-full flex-wrap items-center justify-between gap-2 font-semibold text-sm">
          Conditions
        </legend>
        <Segmented
          className="justify-self-start"
          label="Match"
          value={draft.join}
          onValueChange={(join) => set({ join })}
          segments={JOINS}
        />
        {draft.conditions.map((condition, index) => (
          <ConditionFields
            key={condition.key}
            number={index + 1}
            condition={condition}
            problem={problems.find(({ path }) => isAt(path, `when.${draft.join}.${index}`))}
            canRemove={draft.conditions.length > 1}
            onChange={(next) => set({ conditions: draft.conditions.map((one) => (one.key === next.key ? next : one)) })}
            onRemove={() => set({ conditions: draft.conditions.filter((one) => one.key !== condition.key) })}
          />
        ))}
        {whole ? <FieldError>{whole}</FieldError> : null}
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => set({ conditions: [...draft.conditions, emptyCondition('keywords')] })}
        >
          <Plus aria-hidden />
          Add condition
        </Button>
      </fieldset>
      <ActionFields
        draft={draft}
        problem={fieldMessage('The action', problems.find(({ path }) => isAt(path, 'then'))?.message)}
        onChange={set}
      />
      <Field
        label="Daily limit"
        hint="Items within 24 hours. The next hit returns the rule to shadow until someone makes it live again."
        error={problemOf('dailyCap', 'Daily limit')}
      >
        <Input
          inputMode="numeric"
          className="w-32"
          value={draft.dailyCap}
          onChange={(event) => set({ dailyCap: event.target.value })}
        />
      </Field>
    </>
  )
}

const isAt = (path: string, place: string): boolean => path === place || path.startsWith(`${place}.`)

interface ActionFieldsProps {
  draft: RuleDraft
  problem: string | undefined
  onChange: (given: Partial<RuleDraft>) => void
}

function ActionFields({ draft, problem, onChange }: ActionFieldsProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold text-sm">Actions</legend>
      <CheckField label="Opens a case">
        <Switch checked={draft.opensCase} onCheckedChange={(opensCase) => onChange({ opensCase })} />
      </CheckField>
      {draft.opensCase ? (
        <Field label="Severity" className="pl-10">
          <Select
            className="w-40"
            value={draft.severity}
            options={SEVERITIES}
            onValueChange={(severity) => onChange({ severity })}
          />
        </Field>
      ) : null}
      <CheckField label="Hides the item" hint="Until someone has reviewed its case.">
        <Switch checked={draft.hides} onCheckedChange={(hides) => onChange({ hides })} />
      </CheckField>
      <CheckField label="Mutes the author" hint="For a limited time. Rules never do anything that can’t be undone.">
        <Switch checked={draft.mutes} onCheckedChange={(mutes) => onChange({ mutes })} />
      </CheckField>
      {draft.mutes ? (
        <Field label="Minutes" className="pl-10">
          <Input
            inputMode="numeric"
            className="w-32"
            value={draft.minutes}
            onChange={(event) => onChange({ minutes: event.target.value })}
          />
        </Field>
      ) : null}
      {problem ? <FieldError>{problem}</FieldError> : null}
    </fieldset>
  )
}

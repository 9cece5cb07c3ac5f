import { useQuery } from '@tanstack/react-query'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { KindFieldsProps } from './condition-fields'
import { classifiersQuery } from './rules-client'

/** Which classifier is asked, for what, and how sure it has to be. */
export function ClassifierFields({ condition, set }: KindFieldsProps) {
  const { data, isPending } = useQuery(classifiersQuery())
  const classifiers = data?.items ?? []
  const chosen = classifiers.find(({ name }) => name === condition.name)
  if (!isPending && classifiers.length === 0)
    return (
      <p className="text-muted text-sm">
        There are no classifiers yet. An operator can add one under Operations, Classifiers.
      </p>
    )
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Classifier">
        <Select
          value={condition.name || undefined}
          placeholder="Choose a classifier"
          options={classifiers.map(({ name, enabled }) => ({
            value: name,
            label: name,
            ...(enabled ? {} : { hint: 'Disabled, doesn’t respond' }),
          }))}
          onValueChange={(name) => set({ name, label: classifiers.find((one) => one.name === name)?.labels[0] ?? '' })}
        />
      </Field>
      <Field label="Label">
        <Select
          value={condition.label || undefined}
          placeholder="Choose a label"
          options={(chosen?.labels ?? []).map((label) => ({ value: label, label }))}
          onValueChange={(label) => set({ label })}
        />
      </Field>
      <Field
        label="Minimum score, in percent"
        hint="If the classifier doesn’t respond in time, the rule doesn’t match and shows why."
        className="sm:col-span-2"
      >
        <Input
          inputMode="decimal"
          className="w-32"
          value={condition.amount}
          onChange={(event) => set({ amount: event.target.value })}
        />
      </Field>
    </div>
  )
}

import { Controller, useWatch } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { Checkbox } from '@/components/ui/checkbox'
import { CheckField, Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { FACTS_PLACEHOLDERS } from '@/lib/moderation/schema/dsa-details'
import { CATEGORY_LABELS, VISIBILITY_LABELS } from './dsa-text'
import type { PolicyForm } from './policy-dialog'

const GROUNDS = [
  { value: 'incompatible', label: 'Against the community’s terms' },
  { value: 'illegal', label: 'Illegal' },
] as const

const optionsOf = <T extends string>(words: Record<T, string>) =>
  (Object.entries(words) as [T, string][]).map(([value, label]) => ({ value, label }))
const CATEGORIES = optionsOf(CATEGORY_LABELS)
const VISIBILITIES = optionsOf(VISIBILITY_LABELS)

const KNOWN = FACTS_PLACEHOLDERS.map((one) => `{${one}}`).join(' ')

/** What statements of reasons say of a policy, in the words of the EU's transparency database. */
export function DsaFields({ form }: { form: PolicyForm }) {
  const errors = form.formState.errors.dsa
  const isIllegal = useWatch({ control: form.control, name: 'dsa.ground' }) === 'illegal'
  return (
    <div className="grid gap-4 rounded-control border border-line p-3.5">
      <div className="grid gap-4 sm:grid-cols-2">
        <PickField form={form} name="dsa.ground" label="Decision ground" options={GROUNDS} />
        <PickField form={form} name="dsa.category" label="Category" options={CATEGORIES} />
      </div>
      <Field
        label={isIllegal ? 'Law' : 'Clause of the terms'}
        error={fieldMessage(isIllegal ? 'Law' : 'Clause of the terms', errors?.reference?.message)}
        hint={isIllegal ? 'The legal provision you rely on.' : 'For example: Community rules, section 3.'}
      >
        <Input autoComplete="off" {...form.register('dsa.reference')} />
      </Field>
      <Field label="Explanation" error={fieldMessage('Explanation', errors?.explanation?.message)}>
        <Textarea rows={2} {...form.register('dsa.explanation')} />
      </Field>
      <Field label="URL of the law or terms" isOptional error={fieldMessage('URL', errors?.referenceUrl?.message)}>
        <Input
          type="url"
          inputMode="url"
          placeholder="https://"
          {...form.register('dsa.referenceUrl', { setValueAs: (value) => value || null })}
        />
      </Field>
      {isIllegal ? null : (
        <Controller
          control={form.control}
          name="dsa.isIllegalToo"
          render={({ field }) => (
            <CheckField label="Also considered illegal">
              <Checkbox checked={field.value ?? false} onCheckedChange={(isOn) => field.onChange(isOn === true)} />
            </CheckField>
          )}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <PickField form={form} name="dsa.hide" label="Hiding counts as" options={VISIBILITIES} />
        <PickField form={form} name="dsa.remove" label="Removing counts as" options={VISIBILITIES} />
      </div>
      <Field
        label="Custom actions count as"
        isOptional
        error={fieldMessage('Restriction', errors?.custom?.message)}
        hint="If empty, a decision with only a custom action gets no statement."
      >
        <Input autoComplete="off" {...form.register('dsa.custom')} />
      </Field>
      <Field
        label="Facts"
        isOptional
        error={fieldMessage('Facts', errors?.facts?.message)}
        hint={`If empty, Guildhall writes a sentence. You can use ${KNOWN}. This text is public, so don’t name anyone.`}
      >
        <Textarea rows={2} {...form.register('dsa.facts')} />
      </Field>
    </div>
  )
}

interface PickFieldProps<T extends string> {
  form: PolicyForm
  name: 'dsa.ground' | 'dsa.category' | 'dsa.hide' | 'dsa.remove'
  label: string
  options: readonly { value: T; label: string }[]
}

function PickField<T extends string>({ form, name, label, options }: PickFieldProps<T>) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field }) => (
        <Field label={label}>
          <Select<string> value={field.value} onValueChange={field.onChange} options={options} />
        </Field>
      )}
    />
  )
}

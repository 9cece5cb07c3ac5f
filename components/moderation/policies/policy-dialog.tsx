import dynamic from 'next/dynamic'
import { Controller, type UseFormReturn, useForm, useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { fieldMessage } from '@/components/screen/form-problem'
import { schemaResolver } from '@/components/screen/schema-resolver'
import { showProblem } from '@/components/screen/show-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { type PolicyBody, type PolicyView, policyBody } from '@/lib/moderation/schema/policies'
import { DEFAULT_DSA_DETAILS } from './dsa-text'
import { useAddPolicy, useUpdatePolicy } from './policies-client'
import { SEVERITY_LABELS } from './policy-text'
import { TemplateField } from './template-field'

interface PolicyDialogProps {
  /** The policy to edit, `new` to add one, null for a closed dialog. */
  target: PolicyView | 'new' | null
  onClose: () => void
}

export function PolicyDialog({ target, onClose }: PolicyDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={onClose}>
      {target ? <PolicyContent policy={target === 'new' ? undefined : target} onSaved={onClose} /> : null}
    </Dialog>
  )
}

type Values = z.input<typeof policyBody>
export type PolicyForm = UseFormReturn<Values, unknown, PolicyBody>

const valuesOf = (policy: PolicyView | undefined): Values => ({
  name: policy?.name ?? '',
  description: policy?.description ?? '',
  severity: policy?.severity ?? 2,
  strikePoints: policy?.strikePoints ?? 1,
  strikeDays: policy ? policy.strikeDays : 90,
  memberTemplate: policy?.memberTemplate ?? '',
  reporterTemplate: policy?.reporterTemplate ?? '',
  dsa: policy?.dsa ?? null,
})

function PolicyContent({ policy, onSaved }: { policy: PolicyView | undefined; onSaved: () => void }) {
  const add = useAddPolicy()
  const update = useUpdatePolicy()
  const form: PolicyForm = useForm<Values, unknown, PolicyBody>({
    resolver: schemaResolver(policyBody),
    defaultValues: valuesOf(policy),
  })
  const { errors, isSubmitting } = form.formState
  const submit = form.handleSubmit(async (values) => {
    try {
      if (policy) await update.mutateAsync({ ...values, id: policy.id, version: policy.version })
      else await add.mutateAsync(values)
      toast(policy ? 'Saved' : `${values.name} was added`)
      onSaved()
    } catch (error) {
      showProblem(form, error)
    }
  })
  return (
    <DialogContent
      title={policy ? `Edit ${policy.name}` : 'Add policy'}
      description={
        policy
          ? 'Existing strikes stay as they are. Your changes apply from the next decision on.'
          : 'Decisions against an item or member name the broken policy.'
      }
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="policy" variant="primary" isPending={isSubmitting}>
            {policy ? 'Save' : 'Add policy'}
          </Button>
        </>
      }
    >
      <form id="policy" noValidate onSubmit={submit} className="grid gap-4">
        <Field label="Name" error={fieldMessage('Name', errors.name?.message)}>
          <Input autoComplete="off" autoFocus {...form.register('name')} />
        </Field>
        <Field
          label="Description"
          isOptional
          error={errors.description?.message}
          hint="Members see this when they appeal."
        >
          <Textarea rows={2} {...form.register('description')} />
        </Field>
        <StrikeFields form={form} />
        <TemplateField form={form} name="memberTemplate" />
        <TemplateField form={form} name="reporterTemplate" />
        <StatementFields form={form} />
        {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
      </form>
    </DialogContent>
  )
}

/** Their fields are many and seldom wanted. */
const DsaFields = dynamic(() => import('./dsa-fields').then((module) => module.DsaFields), { ssr: false })

function StatementFields({ form }: { form: PolicyForm }) {
  const isOn = useWatch({ control: form.control, name: 'dsa' }) !== null
  return (
    <>
      <CheckField
        label="Create statements of reasons for this policy"
        hint="For communities that report to the EU’s DSA transparency database."
      >
        <Switch
          checked={isOn}
          onCheckedChange={(wanted) =>
            form.setValue('dsa', wanted ? DEFAULT_DSA_DETAILS : null, { shouldDirty: true, shouldValidate: false })
          }
        />
      </CheckField>
      {isOn ? <DsaFields form={form} /> : null}
    </>
  )
}

const SEVERITIES = Object.entries(SEVERITY_LABELS).map(([value, word]) => ({ value, label: `${value} · ${word}` }))

/** An empty field is no number: null, which says "for good". */
const numberOrNull = (value: unknown): number | null => (value === '' || value === null ? null : Number(value))

function StrikeFields({ form }: { form: PolicyForm }) {
  const { errors } = form.formState
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Controller
        control={form.control}
        name="severity"
        render={({ field }) => (
          <Field label="Severity" error={errors.severity?.message}>
            <Select
              value={String(field.value)}
              onValueChange={(value) => field.onChange(Number(value))}
              options={SEVERITIES}
            />
          </Field>
        )}
      />
      <Field
        label="Strike points"
        error={fieldMessage('Strike points', errors.strikePoints?.message)}
        hint="0 gives no strike."
      >
        <Input
          type="number"
          inputMode="numeric"
          min={0}
          max={100}
          {...form.register('strikePoints', { valueAsNumber: true })}
        />
      </Field>
      <Field
        label="Days until strikes expire"
        error={fieldMessage('Days until strikes expire', errors.strikeDays?.message)}
        hint="Leave empty to never expire."
      >
        <Input
          type="number"
          inputMode="numeric"
          min={1}
          {...form.register('strikeDays', { setValueAs: numberOrNull })}
        />
      </Field>
    </div>
  )
}

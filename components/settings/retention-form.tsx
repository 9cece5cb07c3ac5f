import { useState } from 'react'
import { Controller, useWatch } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { DaysField } from './days-field'
import { newlyExpired, RETENTION_LABELS, RETENTION_NAMES } from './retention-text'
import { SettingsCard } from './settings-card'
import { useSettingsForm } from './use-settings-form'

/** How long each kind of thing is kept. A shorter time is asked about first, because what is dropped is gone. */
export function RetentionForm() {
  const { form, stored, save } = useSettingsForm(RETENTION_NAMES)
  const [isAsking, setAsking] = useState(false)
  const { errors, isDirty, isSubmitting } = form.formState
  const values = useWatch({ control: form.control })
  const dropped = stored ? newlyExpired(stored, { ...stored, ...values }) : []
  const submit = form.handleSubmit((_values) => {
    if (dropped.length > 0) setAsking(true)
    else return save()
  })
  return (
    <>
      <SettingsCard
        title="Kept for"
        description="The members’ activity by day is always kept: growth and retention rest on it."
        onSubmit={submit}
        isDirty={isDirty}
        isSaving={isSubmitting}
        error={errors.root?.message}
      >
        {RETENTION_NAMES.map((name) => (
          <Controller
            key={name}
            control={form.control}
            name={name}
            render={({ field }) => (
              <DaysField
                {...RETENTION_LABELS[name]}
                value={field.value}
                onChange={field.onChange}
                error={fieldMessage(RETENTION_LABELS[name].label, errors[name]?.message)}
              />
            )}
          />
        ))}
      </SettingsCard>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Drop what is older?"
        confirmLabel="Save and drop what is older"
        onConfirm={save}
      >
        <p>This is dropped with the next nightly run and can’t be brought back:</p>
        <ul className="mt-2 list-disc pl-5">
          {dropped.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  )
}

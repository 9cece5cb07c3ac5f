import { useState } from 'react'
import { Controller, useWatch } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import type { RetentionSetting } from '@/lib/domain'
import { DaysField } from './days-field'
import { newlyExpired } from './retention-text'
import { SettingsCard } from './settings-card'
import { useSettingsForm } from './use-settings-form'

/** How long each kind of thing is kept. A shorter time is asked about first, because what is dropped is gone. */
export function RetentionForm({ entries }: { entries: readonly RetentionSetting[] }) {
  const { form, stored, save } = useSettingsForm(entries.map(({ name }) => name))
  const [isAsking, setAsking] = useState(false)
  const { errors, isDirty, isSubmitting } = form.formState
  const values = useWatch({ control: form.control })
  const dropped = stored ? newlyExpired(entries, stored, { ...stored, ...values }) : []
  const submit = form.handleSubmit((_values) => {
    if (dropped.length > 0) setAsking(true)
    else return save()
  })
  return (
    <>
      <SettingsCard
        title="Retention periods"
        description="Members’ daily activity is always kept, because growth and retention figures need it."
        onSubmit={submit}
        isDirty={isDirty}
        isSaving={isSubmitting}
        error={errors.root?.message}
      >
        {entries.map(({ name, label, hint, otherwise, suggestion }) => (
          <Controller
            key={name}
            control={form.control}
            name={name}
            render={({ field }) => (
              <DaysField
                {...{ label, hint, otherwise, suggestion }}
                value={field.value}
                onChange={field.onChange}
                error={fieldMessage(label, errors[name]?.message)}
              />
            )}
          />
        ))}
      </SettingsCard>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Delete older data?"
        confirmLabel="Save and delete older data"
        onConfirm={save}
      >
        <p>The next nightly run permanently deletes:</p>
        <ul className="mt-2 list-disc pl-5">
          {dropped.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  )
}

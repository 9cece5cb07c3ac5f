import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SettingsCard } from './settings-card'
import { useSettingsForm } from './use-settings-form'
import { ZoneSelect } from './zone-select'

/** The community's name and zone. Another zone is asked about first: it has every day counted anew. */
export function CommunityForm() {
  const { form, stored, save } = useSettingsForm(['name', 'zone'])
  const [isAsking, setAsking] = useState(false)
  const { errors, isDirty, isSubmitting } = form.formState
  const submit = form.handleSubmit((values) => {
    if (values.zone !== stored?.zone) setAsking(true)
    else return save()
  })
  const zone = form.watch('zone')
  return (
    <>
      <SettingsCard
        title="Community"
        description="The name stands on every page. Days, weeks and months begin by the clocks of the zone."
        onSubmit={submit}
        isDirty={isDirty}
        isSaving={isSubmitting}
        error={errors.root?.message}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" error={fieldMessage('Name', errors.name?.message)}>
            <Input autoComplete="off" defaultValue={stored?.name} {...form.register('name')} />
          </Field>
          <Controller
            control={form.control}
            name="zone"
            render={({ field }) => (
              <Field
                label="Time zone"
                error={fieldMessage('Time zone', errors.zone?.message)}
                hint="Changing it has all figures by day counted anew."
              >
                <ZoneSelect value={field.value} onChange={field.onChange} />
              </Field>
            )}
          />
        </div>
      </SettingsCard>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={`Change the zone to ${zone}?`}
        confirmLabel="Change zone"
        tone="primary"
        onConfirm={save}
      >
        All figures by day, week and month are counted anew in days of {zone}. Figures by hour and finer stay as they
        are, and nothing that was collected is lost. Until it is through, pages answer from the rows themselves: right,
        and more slowly.
      </ConfirmDialog>
    </>
  )
}

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
        description="The name appears on every page. The time zone sets when days, weeks and months begin."
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
                hint="Changing the time zone recalculates all daily figures."
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
        title={`Change the time zone to ${zone}?`}
        confirmLabel="Change time zone"
        tone="primary"
        onConfirm={save}
      >
        Guildhall recalculates all daily, weekly and monthly figures for days in {zone}. Hourly and finer figures stay
        the same, and no collected data is lost. Until this finishes, figures are correct but pages load more slowly.
      </ConfirmDialog>
    </>
  )
}

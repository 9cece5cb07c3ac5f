import { Controller } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { Checkbox } from '@/components/ui/checkbox'
import { CheckField, FieldError } from '@/components/ui/field'
import { ACTIVITY_KINDS, type ActivityKind } from '@/lib/settings/terms'
import { SettingsCard } from './settings-card'
import { useSettingsForm } from './use-settings-form'

export const ACTIVITY_KIND_LABELS: Record<ActivityKind, { label: string; hint: string }> = {
  message: { label: 'Message', hint: 'Posts a message in any channel' },
  attendance: { label: 'Attendance', hint: 'Visits a space for any length of time' },
  feature: { label: 'Feature use', hint: 'Uses any feature that the platform reports' },
  rsvp: { label: 'RSVP', hint: 'Responds to an event invitation' },
  checkin: { label: 'Check-in', hint: 'Checks in at an event' },
}

/** Which kinds of doing make a member active on a day. */
export function ActivityForm() {
  const { form, save } = useSettingsForm(['activityKinds'])
  const { errors, isDirty, isSubmitting } = form.formState
  return (
    <SettingsCard
      title="Active members"
      description="A member is active on a day with at least one of these activities. Changing this recalculates all figures for active and new members."
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      isDirty={isDirty}
      isSaving={isSubmitting}
      error={errors.root?.message}
    >
      <Controller
        control={form.control}
        name="activityKinds"
        render={({ field }) => (
          <fieldset className="grid gap-3 sm:grid-cols-2">
            <legend className="sr-only">Kinds of activity</legend>
            {ACTIVITY_KINDS.map((kind) => (
              <CheckField key={kind} label={ACTIVITY_KIND_LABELS[kind].label} hint={ACTIVITY_KIND_LABELS[kind].hint}>
                <Checkbox
                  checked={field.value.includes(kind)}
                  onCheckedChange={(isOn) =>
                    field.onChange(ACTIVITY_KINDS.filter((one) => (one === kind ? isOn : field.value.includes(one))))
                  }
                />
              </CheckField>
            ))}
          </fieldset>
        )}
      />
      {errors.activityKinds ? (
        <FieldError>{fieldMessage('Kinds of activity', errors.activityKinds.message)}</FieldError>
      ) : null}
    </SettingsCard>
  )
}

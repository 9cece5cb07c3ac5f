'use client'

import { SettingsCard } from '@/components/settings/settings-card'
import { WellnessFields } from './wellness-fields'
import { useWellnessForm } from './wellness-form'

/** The same on one's account page. */
export function WellnessCard() {
  const { form, save } = useWellnessForm(() => undefined)
  const { errors, isDirty, isSubmitting } = form.formState
  return (
    <SettingsCard
      title="Wellness"
      description="How you see what is reported. Nobody else sees these settings, or how much you have looked at."
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      isDirty={isDirty}
      isSaving={isSubmitting}
      error={errors.root?.message}
    >
      <WellnessFields form={form} />
    </SettingsCard>
  )
}

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
      description="How reported media is shown to you. Only you can see these settings and how much you viewed."
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

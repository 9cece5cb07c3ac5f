import { useQuery } from '@tanstack/react-query'
import { type UseFormReturn, useForm } from 'react-hook-form'
import { lazyResolver, lazySchema, showServerProblem } from '@/components/screen/lazy-resolver'
import { toast } from '@/components/ui/toast'

import type { WellnessSettings } from '@/lib/moderation/schema/wellness'
import { DEFAULT_WELLNESS } from '@/lib/moderation/terms'
import { useChangeWellness, wellnessQuery } from './media-client'

const schemas = () => import('@/lib/moderation/schema/wellness')

export type WellnessForm = UseFormReturn<WellnessSettings>

/** A form over one's own settings, and what saves them. */
export function useWellnessForm(onSaved: () => void): { form: WellnessForm; save: () => Promise<void> } {
  const stored = useQuery(wellnessQuery()).data?.settings
  const change = useChangeWellness()
  const form: WellnessForm = useForm<WellnessSettings>({
    resolver: lazyResolver(lazySchema(schemas, 'wellnessSettings')),
    defaultValues: DEFAULT_WELLNESS,
    ...(stored ? { values: stored } : {}),
    resetOptions: { keepDirtyValues: true },
  })
  const save = form.handleSubmit(async (values) => {
    try {
      const { settings } = await change.mutateAsync(values)
      form.reset(settings)
      toast('Saved')
      onSaved()
    } catch (error) {
      await showServerProblem(form, error)
    }
  })
  return { form, save }
}

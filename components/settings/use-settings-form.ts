import { useQuery } from '@tanstack/react-query'
import { type UseFormReturn, useForm } from 'react-hook-form'
import { lazyResolver, lazySchema, showServerProblem } from '@/components/screen/lazy-resolver'
import { toast } from '@/components/ui/toast'

import type { SettingName, Settings } from '@/lib/settings/schema'
import { settingsQuery, useChangeSettings } from './settings-client'

const schemas = () => import('@/lib/settings/schema')

interface SettingsForm {
  form: UseFormReturn<Settings>
  /** What is stored, undefined until it is loaded. */
  stored: Settings | undefined
  /** Sends the fields that were changed, and no other. */
  save: () => Promise<void>
}

/** A form over some of the settings. What somebody else changes meanwhile shows where nothing was typed. */
export function useSettingsForm(names: readonly SettingName[]): SettingsForm {
  const { data: stored } = useQuery(settingsQuery())
  const change = useChangeSettings()
  const form = useForm<Settings>({
    resolver: lazyResolver(lazySchema(schemas, 'settingsSchema')),
    ...(stored ? { values: stored } : {}),
    resetOptions: { keepDirtyValues: true },
  })
  const save = form.handleSubmit(async (values) => {
    const { dirtyFields } = form.formState
    const changed = names.filter((name) => dirtyFields[name])
    try {
      const settings = await change.mutateAsync(Object.fromEntries(changed.map((name) => [name, values[name]])))
      form.reset(settings)
      toast('Saved')
    } catch (error) {
      await showServerProblem(form, error)
    }
  })
  return { form, stored, save }
}

import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { ROLE_TITLE } from '@/components/operations/role-text'
import { fieldMessage } from '@/components/screen/form-problem'
import { lazyResolver, lazySchema, showServerProblem } from '@/components/screen/lazy-resolver'
import { SettingsCard } from '@/components/settings/settings-card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'

import type { StaffView } from '@/lib/staff/schema'
import { useRenameSelf } from './account-client'

const schemas = () => import('@/lib/staff/schema')

export function NameForm({ account }: { account: StaffView }) {
  const rename = useRenameSelf()
  const router = useRouter()
  const form = useForm<{ name: string }>({
    resolver: lazyResolver(lazySchema(schemas, 'renameSelfBody')),
    values: { name: account.name },
    resetOptions: { keepDirtyValues: true },
  })
  const { errors, isDirty, isSubmitting } = form.formState
  const submit = form.handleSubmit(async (values) => {
    try {
      const { name } = await rename.mutateAsync(values)
      form.reset({ name })
      toast('Saved')
      // The shell shows the name and is rendered by the server.
      router.refresh()
    } catch (error) {
      await showServerProblem(form, error)
    }
  })
  return (
    <SettingsCard
      title="Profile"
      description={`${account.email}, ${ROLE_TITLE[account.role].toLowerCase()}. An operator can change your role.`}
      onSubmit={submit}
      isDirty={isDirty}
      isSaving={isSubmitting}
      error={errors.root?.message}
    >
      <Field label="Name" error={fieldMessage('Name', errors.name?.message)} hint="Other staff see this name.">
        {/* Stated, so that it is in the first paint; the form itself would set it after. */}
        <Input autoComplete="name" defaultValue={account.name} {...form.register('name')} />
      </Field>
    </SettingsCard>
  )
}

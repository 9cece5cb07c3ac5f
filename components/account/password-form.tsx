import { useForm } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { lazyResolver, lazySchema, showServerProblem } from '@/components/screen/lazy-resolver'
import { SettingsCard } from '@/components/settings/settings-card'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'

import type { ChangePassword } from '@/lib/staff/schema'
import { useChangePassword } from './account-client'

const schemas = () => import('@/lib/staff/schema')

const EMPTY = { current: '', next: '' }

export function PasswordForm({ email }: { email: string }) {
  const change = useChangePassword()
  const form = useForm<ChangePassword>({
    resolver: lazyResolver(lazySchema(schemas, 'changePasswordBody')),
    defaultValues: EMPTY,
  })
  const { errors, isDirty, isSubmitting } = form.formState
  const submit = form.handleSubmit(async (values) => {
    try {
      await change.mutateAsync(values)
      form.reset(EMPTY)
      toast('Password changed', { description: 'You were signed out everywhere else.' })
    } catch (error) {
      await showServerProblem(form, error)
    }
  })
  return (
    <SettingsCard
      title="Password"
      description="Changing your password signs you out everywhere else."
      onSubmit={submit}
      isDirty={isDirty}
      isSaving={isSubmitting}
      error={errors.root?.message}
      saveLabel="Change password"
    >
      {/* Lets password managers know whose password it is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Current password" error={fieldMessage('Current password', errors.current?.message)}>
          <Input type="password" autoComplete="current-password" {...form.register('current')} />
        </Field>
        <Field
          label="New password"
          error={fieldMessage('New password', errors.next?.message)}
          hint="Use at least 12 characters, such as a few words."
        >
          <Input type="password" autoComplete="new-password" {...form.register('next')} />
        </Field>
      </div>
    </SettingsCard>
  )
}

'use client'

import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { lazyResolver, lazySchema } from '@/components/screen/lazy-resolver'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { signInWithPassword } from '@/lib/core/auth/client'

import type { SignInForm as Fields } from '@/lib/staff/schema'
import { FormAlert } from './form-alert'
import { PasswordInput } from './password-input'
import { reasonOf } from './reason'

const schemas = () => import('@/lib/staff/schema')

/** E-mail and password. What was typed stays when it is refused. */
export function SignInForm({ next }: { next: string }) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const { register, handleSubmit, formState, setFocus } = useForm<Fields>({
    resolver: lazyResolver(lazySchema(schemas, 'signInForm')),
    defaultValues: { email: '', password: '' },
  })
  const { errors, isSubmitting, isSubmitSuccessful } = formState
  const submit = handleSubmit(async ({ email, password }) => {
    setRefusal(null)
    try {
      await signInWithPassword(email, password)
      // A full load, so that nothing of a session before stays in memory.
      window.location.assign(next)
    } catch (error) {
      setRefusal(reasonOf(error))
      setFocus('password', { shouldSelect: true })
    }
  })
  return (
    <form className="grid gap-4" onSubmit={submit} noValidate>
      <Field label="E-mail" error={errors.email?.message}>
        <Input type="email" autoComplete="username" autoCapitalize="none" className="h-10" {...register('email')} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <PasswordInput autoComplete="current-password" className="h-10" {...register('password')} />
      </Field>
      {refusal ? <FormAlert>{refusal}</FormAlert> : null}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        isPending={isSubmitting || (isSubmitSuccessful && refusal === null)}
      >
        Sign in
      </Button>
    </form>
  )
}

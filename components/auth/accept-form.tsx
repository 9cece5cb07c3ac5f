'use client'

import { useState } from 'react'
import { type UseFormSetError, useForm } from 'react-hook-form'
import { lazyResolver, lazySchema } from '@/components/screen/lazy-resolver'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { signInWithPassword } from '@/lib/core/auth/client'
import { ApiError } from '@/lib/core/http/client'
import type { AcceptForm as Fields, OpenInvitation } from '@/lib/staff/schema'
import { acceptInvitation } from './auth-client'
import { FormAlert } from './form-alert'
import { PasswordInput } from './password-input'
import { reasonOf } from './reason'

const schemas = () => import('@/lib/staff/schema')

interface AcceptFormProps {
  token: string
  invitation: OpenInvitation
}

/** Name and password of somebody new; the set-up link asks for the address too. Signs in when the account is made. */
export function AcceptForm({ token, invitation }: AcceptFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const { register, handleSubmit, formState, setError } = useForm<Fields>({
    resolver: lazyResolver(lazySchema(schemas, invitation.email ? 'acceptForm' : 'setUpForm')),
    defaultValues: { name: invitation.name ?? '', email: invitation.email ?? '', password: '' },
  })
  const { errors, isSubmitting, isSubmitSuccessful } = formState
  const submit = handleSubmit(async (fields) => {
    setRefusal(null)
    try {
      const person = await acceptInvitation({ ...fields, token })
      await signInWithPassword(person.email, fields.password).catch(() => undefined)
      // Replaced, so that the used link is not what the back button leads to.
      window.location.replace('/overview')
    } catch (error) {
      if (!showAtFields(error, setError)) setRefusal(reasonOf(error))
    }
  })
  return (
    <form className="grid gap-4" onSubmit={submit} noValidate>
      <Field label="Name" error={errors.name?.message} hint="Other staff see this name.">
        <Input autoComplete="name" className="h-10" {...register('name')} />
      </Field>
      <Field
        label="E-mail"
        error={errors.email?.message}
        {...(invitation.email ? {} : { hint: 'You use it to sign in.' })}
      >
        <Input
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          readOnly={invitation.email !== null}
          className="h-10 read-only:bg-sunken read-only:text-muted"
          {...register('email')}
        />
      </Field>
      <Field label="Password" error={errors.password?.message} hint="Use at least 12 characters, such as a few words.">
        <PasswordInput autoComplete="new-password" className="h-10" {...register('password')} />
      </Field>
      {refusal ? <FormAlert>{refusal}</FormAlert> : null}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        isPending={isSubmitting || (isSubmitSuccessful && refusal === null && Object.keys(errors).length === 0)}
      >
        {invitation.kind === 'setup' ? 'Create operator' : 'Join'}
      </Button>
    </form>
  )
}

/** Puts what the server found wrong beside the fields that it named; false where it named none of ours. */
function showAtFields(error: unknown, setError: UseFormSetError<Fields>): boolean {
  if (!(error instanceof ApiError)) return false
  const known = error.issues.filter(({ path }) => path === 'name' || path === 'email' || path === 'password')
  for (const { path, message } of known) setError(path as keyof Fields, { message }, { shouldFocus: true })
  return known.length > 0
}

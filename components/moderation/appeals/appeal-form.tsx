'use client'

import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { FormAlert } from '@/components/auth/form-alert'
import { reasonOf } from '@/components/auth/reason'
import { lazyResolver, lazySchema } from '@/components/screen/lazy-resolver'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'

import { formatDateTime } from '@/lib/core/time/format'
import type { LinkAppealForm } from '@/lib/moderation/schema/appeals'
import { APPEAL_TEXT_MAX } from '@/lib/moderation/terms'
import { appealByLink } from './appeal-link-client'

const schemas = () => import('@/lib/moderation/schema/appeals')

interface AppealFormProps {
  token: string
  expiresAt: string
  zone: string
  onSent: () => void
}

/** A member's objection in their own words. What was typed stays where it could not be sent. */
export function AppealForm({ token, expiresAt, zone, onSent }: AppealFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const { register, handleSubmit, formState } = useForm<LinkAppealForm>({
    resolver: lazyResolver(lazySchema(schemas, 'linkAppealForm')),
    defaultValues: { text: '' },
  })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async ({ text }) => {
    setRefusal(null)
    try {
      await appealByLink(token, text)
      onSent()
    } catch (error) {
      setRefusal(reasonOf(error))
    }
  })
  return (
    <form className="grid gap-4" onSubmit={submit} noValidate>
      <Field
        label="Why should the decision be overturned?"
        error={errors.text?.message}
        hint={`Up to ${APPEAL_TEXT_MAX.toLocaleString('en-US')} characters. You can appeal once, until ${formatDateTime(expiresAt, zone)}.`}
      >
        <Textarea className="min-h-28" {...register('text')} />
      </Field>
      {refusal ? <FormAlert>{refusal}</FormAlert> : null}
      <Button type="submit" variant="primary" size="lg" isPending={isSubmitting}>
        Send appeal
      </Button>
    </form>
  )
}

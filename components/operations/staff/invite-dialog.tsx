import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { fieldMessage } from '@/components/screen/form-problem'
import { schemaResolver } from '@/components/screen/schema-resolver'
import { showProblem } from '@/components/screen/show-problem'
import { ShownOnce } from '@/components/screen/shown-once'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { type CreatedInvitation, inviteStaffBody } from '@/lib/staff/schema'
import { ROLE_OPTIONS, ROLE_TITLE } from '../role-text'
import { useInviteStaff } from './staff-client'

interface InviteDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function InviteDialog({ isOpen, onOpenChange }: InviteDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      {isOpen ? <InviteContent onClose={() => onOpenChange(false)} /> : null}
    </Dialog>
  )
}

function InviteContent({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<CreatedInvitation | null>(null)
  if (created) return <CreatedContent invitation={created} onClose={onClose} />
  return <InviteForm onCreated={setCreated} />
}

function InviteForm({ onCreated }: { onCreated: (invitation: CreatedInvitation) => void }) {
  const invite = useInviteStaff()
  const form = useForm<z.input<typeof inviteStaffBody>, unknown, z.output<typeof inviteStaffBody>>({
    resolver: schemaResolver(inviteStaffBody),
    defaultValues: { email: '', role: 'moderator' },
  })
  const { errors, isSubmitting } = form.formState
  const submit = form.handleSubmit(async (values) => {
    try {
      onCreated(await invite.mutateAsync(values))
    } catch (error) {
      showProblem(form, error)
    }
  })
  return (
    <DialogContent
      title="Invite staff"
      description="You get an invitation link to share. It works once and expires after seven days."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="invite" variant="primary" isPending={isSubmitting}>
            Create invitation
          </Button>
        </>
      }
    >
      <form id="invite" noValidate onSubmit={submit} className="grid gap-4">
        <Field
          label="E-mail"
          error={fieldMessage('E-mail', errors.email?.message)}
          hint="They use this e-mail address to sign in."
        >
          <Input type="email" autoComplete="off" autoFocus {...form.register('email')} />
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <Field label="Role" error={fieldMessage('Role', errors.role?.message)}>
              <Select value={field.value} onValueChange={field.onChange} options={ROLE_OPTIONS} />
            </Field>
          )}
        />
        {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
      </form>
    </DialogContent>
  )
}

function CreatedContent({ invitation, onClose }: { invitation: CreatedInvitation; onClose: () => void }) {
  return (
    <DialogContent
      title="Invitation created"
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <ShownOnce label="Invitation link" value={invitation.link} copyLabel="Copy link">
        Anyone who opens this link joins as{' '}
        <b className="font-semibold text-ink">{ROLE_TITLE[invitation.role].toLowerCase()}</b> with {invitation.email}.
        It expires <RelativeTime at={invitation.expiresAt} isUpcoming />.{' '}
        {invitation.isMailed ? 'It was also sent by e-mail.' : 'No e-mail was sent, so share the link yourself.'}
      </ShownOnce>
    </DialogContent>
  )
}

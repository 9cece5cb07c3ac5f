import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { fieldMessage, showProblem } from '@/components/screen/form-problem'
import { ShownOnce } from '@/components/screen/shown-once'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { type CreatedKey, keyFields } from '@/lib/staff/schema'
import { ROLE_OPTIONS, ROLE_TITLE } from '../role-words'
import { useAddKey } from './keys-client'
import { type Grantable, ScopePicker } from './scope-picker'

interface AddKeyDialogProps {
  grantable: Grantable
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function AddKeyDialog({ grantable, isOpen, onOpenChange }: AddKeyDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      {isOpen ? <AddKeyContent grantable={grantable} onClose={() => onOpenChange(false)} /> : null}
    </Dialog>
  )
}

function AddKeyContent({ grantable, onClose }: { grantable: Grantable; onClose: () => void }) {
  const [created, setCreated] = useState<CreatedKey | null>(null)
  if (!created) return <AddKeyForm grantable={grantable} onCreated={setCreated} />
  return (
    <DialogContent
      title={`Key ${created.name} made`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <ShownOnce label="API key" value={created.key} copyLabel="Copy key">
        Send it as <code className="font-mono text-ink">Authorization: Bearer</code>. It may{' '}
        {created.scopes.length > 0
          ? created.scopes.join(', ')
          : `all that a key of the role ${ROLE_TITLE[created.role].toLowerCase()} may`}
        .
      </ShownOnce>
    </DialogContent>
  )
}

function AddKeyForm({ grantable, onCreated }: { grantable: Grantable; onCreated: (key: CreatedKey) => void }) {
  const add = useAddKey()
  const form = useForm<z.input<typeof keyFields>, unknown, z.output<typeof keyFields>>({
    resolver: zodResolver(keyFields),
    defaultValues: { name: '', role: 'executive', scopes: [] },
  })
  const { errors, isSubmitting } = form.formState
  const role = useWatch({ control: form.control, name: 'role' })
  const submit = form.handleSubmit(async (values) => {
    try {
      onCreated(await add.mutateAsync(values))
    } catch (error) {
      showProblem(form, error)
    }
  })
  return (
    <DialogContent
      title="Add key"
      description="The key is shown once, when it is made."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="add-key" variant="primary" isPending={isSubmitting}>
            Make key
          </Button>
        </>
      }
    >
      <form id="add-key" noValidate onSubmit={submit} className="grid gap-4">
        <Field label="Name" error={fieldMessage('Name', errors.name?.message)} hint="What uses it: “Status board”.">
          <Input autoComplete="off" autoFocus {...form.register('name')} />
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <Field label="Role" error={fieldMessage('Role', errors.role?.message)}>
              <Select
                value={field.value}
                options={ROLE_OPTIONS}
                onValueChange={(next) => {
                  field.onChange(next)
                  const scopes = form.getValues('scopes') ?? []
                  form.setValue(
                    'scopes',
                    scopes.filter((scope) => grantable[next].some((known) => known === scope)),
                  )
                }}
              />
            </Field>
          )}
        />
        <Controller
          control={form.control}
          name="scopes"
          render={({ field }) => (
            <ScopePicker choices={grantable[role]} value={field.value ?? []} onChange={field.onChange} />
          )}
        />
        {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
      </form>
    </DialogContent>
  )
}

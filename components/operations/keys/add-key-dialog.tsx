import { useMutation } from '@tanstack/react-query'
import { Controller, useWatch } from 'react-hook-form'
import { FormDialog, FormField } from '@/components/screen/form-dialog'
import { createMutation } from '@/components/screen/resource-mutations'
import { useSchemaForm } from '@/components/screen/schema-form'
import { ShownOnce } from '@/components/screen/shown-once'
import { Button } from '@/components/ui/button'
import { DialogContent } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { type CreatedKey, keyFields } from '@/lib/staff/schema'
import { ROLE_OPTIONS, ROLE_TITLE } from '../role-text'
import { apiKeys } from './keys-client'
import { type Grantable, ScopePicker } from './scope-picker'

interface AddKeyDialogProps {
  grantable: Grantable
  onClose: () => void
}

/** Adds a key, and then shows it for the only time. */
export function AddKeyDialog({ grantable, onClose }: AddKeyDialogProps) {
  const { mutateAsync: create } = useMutation(createMutation(apiKeys))
  const form = useSchemaForm(keyFields, { name: '', role: 'executive', scopes: [] })
  const role = useWatch({ control: form.control, name: 'role' })
  return (
    <FormDialog
      form={form}
      title="Create key"
      description="You see the key once, right after you create it."
      submitLabel="Create key"
      onSubmit={async (values) => <MadeKey created={await create(values)} onClose={onClose} />}
      onClose={onClose}
    >
      <FormField name="name" label="Name" hint="What uses the key. For example: Status board.">
        <Input autoComplete="off" autoFocus {...form.register('name')} />
      </FormField>
      <Controller
        control={form.control}
        name="role"
        render={({ field }) => (
          <FormField name="role" label="Role">
            <Select
              value={field.value}
              options={ROLE_OPTIONS}
              onValueChange={(next) => {
                field.onChange(next)
                const scopes = form.getValues('scopes') ?? []
                const granted = scopes.filter((scope) => grantable[next].some((known) => known === scope))
                form.setValue('scopes', granted, { shouldDirty: true })
              }}
            />
          </FormField>
        )}
      />
      <Controller
        control={form.control}
        name="scopes"
        render={({ field }) => (
          <ScopePicker choices={grantable[role]} value={field.value ?? []} onChange={field.onChange} />
        )}
      />
    </FormDialog>
  )
}

function MadeKey({ created, onClose }: { created: CreatedKey; onClose: () => void }) {
  return (
    <DialogContent
      title={`Key ${created.name} created`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <ShownOnce label="API key" value={created.key} copyLabel="Copy key">
        Send it as <code className="font-mono text-ink">Authorization: Bearer</code>. It has{' '}
        {created.scopes.length > 0
          ? `these permissions: ${created.scopes.join(', ')}`
          : `all permissions available to keys with the role ${ROLE_TITLE[created.role].toLowerCase()}`}
        .
      </ShownOnce>
    </DialogContent>
  )
}

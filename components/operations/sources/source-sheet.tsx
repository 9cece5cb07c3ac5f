import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { FormDialog, FormField } from '@/components/screen/form-dialog'
import { ListState } from '@/components/screen/list-state'
import { createMutation, updateMutation } from '@/components/screen/resource-mutations'
import { useSchemaForm } from '@/components/screen/schema-form'
import { schemaResolver } from '@/components/screen/schema-resolver'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { type CreateSource, createSourceBody, type SourceView } from '@/lib/collection/schema'
import { KindFields } from './kind-fields'
import { ScheduleFields } from './schedule-fields'
import { formValuesOf, type SourceFormValues, toSourceBody } from './source-form-values'
import { sourceKindsQuery, sources } from './sources-client'

interface SourceSheetProps {
  /** The source to edit; without one it adds one. */
  source: SourceView | undefined
  onClose: () => void
}

/** The server's own schema; it knows the shape of a configuration, the kind's schema on the server its fields. */
const checkSource = schemaResolver<SourceFormValues, z.input<typeof createSourceBody>, CreateSource>(
  createSourceBody,
  toSourceBody,
)

/** Adds or edits a source, in a panel beside the list. */
export function SourceSheet({ source: opened, onClose }: SourceSheetProps) {
  const client = useQueryClient()
  const query = useQuery(sourceKindsQuery())
  const kinds = query.data?.items ?? []
  const { mutateAsync: create } = useMutation(createMutation(sources))
  const { mutateAsync: update } = useMutation(updateMutation(sources))
  const [source, setSource] = useState(opened)
  const kindOf = (name: string | undefined) => kinds.find((one) => one.kind === name)
  const initial = formValuesOf(source ? kindOf(source.kind) : kinds[0], source)
  const form = useSchemaForm(checkSource, initial, initial)
  const kind = kindOf(useWatch({ control: form.control, name: 'kind' }))
  const reload = async (id: string) => {
    const fresh = await client.fetchQuery(sources.detail(id))
    setSource(fresh)
    return formValuesOf(kindOf(fresh.kind), fresh)
  }
  return (
    <FormDialog
      form={form}
      isSheet
      title={source ? `Edit ${source.name}` : 'Add source'}
      description={
        source
          ? 'Changes apply from the next slot.'
          : 'Guildhall collects from the source immediately, and then on its schedule.'
      }
      submitLabel={source ? 'Save' : 'Add source'}
      loading={
        query.data ? null : (
          <ListState query={query} noun="kinds of sources" columns={1}>
            {null}
          </ListState>
        )
      }
      onSubmit={async (body) => {
        if (source) await update({ ...body, id: source.id, version: source.version })
        else await create(body)
        toast(source ? 'Saved' : `${body.name} was added and is being collected`)
      }}
      onClose={onClose}
      {...(source ? { onReload: () => reload(source.id) } : {})}
    >
      {source ? null : (
        <FormField name="kind" label="Kind" hint={kind?.description}>
          <Select
            value={kind?.kind}
            options={kinds.map((one) => ({ value: one.kind, label: one.title }))}
            onValueChange={(next) =>
              form.reset({ ...formValuesOf(kindOf(next)), name: form.getValues('name') }, { keepDefaultValues: true })
            }
          />
        </FormField>
      )}
      <FormField name="name" label="Name">
        <Input autoComplete="off" autoFocus {...form.register('name')} />
      </FormField>
      {kind ? <KindFields key={kind.kind} form={form} kind={kind} secretsSet={source?.secretsSet ?? []} /> : null}
      <ScheduleFields key={`${kind?.kind}-schedule`} form={form} />
    </FormDialog>
  )
}

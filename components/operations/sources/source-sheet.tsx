import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { type Resolver, useForm } from 'react-hook-form'
import { fieldMessage, showProblem } from '@/components/screen/form-problem'
import { ListState } from '@/components/screen/list-state'
import { Button } from '@/components/ui/button'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Sheet, SheetClose, SheetContent } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { type CreateSource, createSourceBody, type SourceKindView, type SourceView } from '@/lib/collection/schema'
import { KindFields } from './kind-fields'
import { ScheduleFields } from './schedule-fields'
import { withoutEmpty } from './schema-fields'
import { formValuesOf, type SourceFormValues } from './source-form-values'
import { sourceKindsQuery, useCreateSource, useUpdateSource } from './sources-client'

interface SourceSheetProps {
  /** The source to edit, `new` to add one, null for a closed sheet. */
  target: SourceView | 'new' | null
  onClose: () => void
}

/** Adds or edits a source, in a panel beside the list. */
export function SourceSheet({ target, onClose }: SourceSheetProps) {
  const kinds = useQuery({ ...sourceKindsQuery(), enabled: target !== null })
  const create = useCreateSource()
  const update = useUpdateSource()
  const source = target === 'new' || target === null ? undefined : target
  const save = async (body: CreateSource) => {
    if (source) await update.mutateAsync({ ...body, id: source.id, version: source.version })
    else await create.mutateAsync(body)
    toast(source ? 'Saved' : `${body.name} is being collected for the first time`)
    onClose()
  }
  return (
    <Sheet open={target !== null} onOpenChange={onClose}>
      <SheetContent
        title={source ? `Edit ${source.name}` : 'Add source'}
        description={
          source ? 'A change holds from the next slot on.' : 'It is collected at once and then by its schedule.'
        }
        footer={
          <>
            <SheetClose asChild>
              <Button>Cancel</Button>
            </SheetClose>
            {/* The form that it belongs to comes with the kinds. */}
            <Button
              type="submit"
              form="source"
              variant="primary"
              disabled={!kinds.data}
              isPending={create.isPending || update.isPending}
            >
              {source ? 'Save' : 'Add source'}
            </Button>
          </>
        }
      >
        <ListState query={kinds} noun="kinds of sources" columns={1}>
          {kinds.data ? <SourceForm source={source} kinds={kinds.data.items} onSave={save} /> : null}
        </ListState>
      </SheetContent>
    </Sheet>
  )
}

interface SourceFormProps {
  source: SourceView | undefined
  kinds: SourceKindView[]
  /** @throws ApiError as the API says it */
  onSave: (body: CreateSource) => Promise<void>
}

function SourceForm({ source, kinds, onSave }: SourceFormProps) {
  const form = useForm<SourceFormValues>({
    // The server's own schema; it knows the shape of a configuration, the kind's schema on the server its fields.
    resolver: zodResolver(createSourceBody) as unknown as Resolver<SourceFormValues>,
    defaultValues: formValuesOf(
      kinds.find((one) => one.kind === source?.kind) ?? (source ? undefined : kinds[0]),
      source,
    ),
  })
  const kind = kinds.find((one) => one.kind === form.watch('kind'))
  const submit = form.handleSubmit(async () => {
    const { name, kind: kindName, intervalSeconds, cron, timeoutSeconds, config, secrets } = form.getValues()
    const body = {
      ...createSourceBody.parse({
        name,
        kind: kindName,
        intervalSeconds,
        cron,
        timeoutSeconds,
        config: withoutEmpty(config),
        secrets: withoutEmpty(secrets),
      }),
    }
    try {
      await onSave(body)
    } catch (error) {
      showProblem(form, error)
    }
  })
  const { errors } = form.formState
  return (
    <form id="source" noValidate onSubmit={submit} className="grid gap-4">
      {source ? null : (
        <Field label="Kind" hint={kind?.description} error={fieldMessage('Kind', errors.kind?.message)}>
          <Select
            value={kind?.kind}
            options={kinds.map((one) => ({ value: one.kind, label: one.title }))}
            onValueChange={(next) =>
              form.reset({ ...formValuesOf(kinds.find((one) => one.kind === next)), name: form.getValues('name') })
            }
          />
        </Field>
      )}
      <Field label="Name" error={fieldMessage('Name', errors.name?.message)}>
        <Input autoComplete="off" autoFocus {...form.register('name')} />
      </Field>
      {kind ? <KindFields key={kind.kind} form={form} kind={kind} secretsSet={source?.secretsSet ?? []} /> : null}
      <ScheduleFields key={`${kind?.kind}-schedule`} form={form} />
      {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
    </form>
  )
}

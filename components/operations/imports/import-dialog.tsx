import { useQueryClient } from '@tanstack/react-query'
import { FileText, Upload } from 'lucide-react'
import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { z } from 'zod'
import { fieldMessage } from '@/components/screen/form-problem'
import { schemaResolver } from '@/components/screen/schema-resolver'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { formatBytes } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { Switch } from '@/components/ui/switch'
import { uploadQuery } from '@/lib/community/schema'
import { IMPORTS } from './imports-client'
import { startUpload } from './upload'

const FILE_NAME = /\.csv(?:\.gz)?$/i

const formSchema = z.object({
  file: z
    .custom<File>((value) => value instanceof File, 'Choose a file')
    .refine((file) => FILE_NAME.test(file.name), 'Choose a file that ends in .csv or .csv.gz'),
  source: uploadQuery.shape.source.unwrap(),
  isDryRun: z.boolean(),
})
type FormValues = z.output<typeof formSchema>

interface ImportDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function ImportDialog({ isOpen, onOpenChange }: ImportDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      {isOpen ? <ImportForm onClose={() => onOpenChange(false)} /> : null}
    </Dialog>
  )
}

function ImportForm({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const form = useForm<FormValues>({
    resolver: schemaResolver(formSchema),
    defaultValues: { source: 'csv', isDryRun: false },
  })
  const { errors } = form.formState
  const submit = form.handleSubmit((values) => {
    startUpload(values, () => void client.invalidateQueries({ queryKey: IMPORTS }))
    onClose()
  })
  return (
    <DialogContent
      title="Import messages"
      description="Import a CSV file. Its first line must name the columns: message_id, member_id, channel_id and sent_at. Optional columns are member_name, channel_name, topic, text and length."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="import" variant="primary">
            {form.watch('isDryRun') ? 'Check file' : 'Import'}
          </Button>
        </>
      }
    >
      <form id="import" noValidate onSubmit={submit} className="grid gap-4">
        <Controller
          control={form.control}
          name="file"
          render={({ field }) => <FileDrop file={field.value} onChoose={field.onChange} error={errors.file?.message} />}
        />
        <Field
          label="Name"
          error={fieldMessage('Name', errors.source?.message)}
          hint="Identifies where the messages come from. Importing the same file under the same name changes nothing."
        >
          <Input autoComplete="off" {...form.register('source')} />
        </Field>
        <Controller
          control={form.control}
          name="isDryRun"
          render={({ field }) => (
            <CheckField
              label="Check the file only"
              hint="Shows what would be new, changed or rejected. Imports nothing."
            >
              <Switch checked={field.value} onCheckedChange={field.onChange} />
            </CheckField>
          )}
        />
      </form>
    </DialogContent>
  )
}

interface FileDropProps {
  file: File | undefined
  onChoose: (file: File) => void
  error: string | undefined
}

function FileDrop({ file, onChoose, error }: FileDropProps) {
  const [isOver, setOver] = useState(false)
  const Icon = file ? FileText : Upload
  return (
    <div className="grid gap-1.5">
      <label
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const [dropped] = event.dataTransfer.files
          if (dropped) onChoose(dropped)
        }}
        className={cn(
          'flex cursor-pointer flex-col items-center gap-1 rounded-card border border-line-control border-dashed bg-surface px-4 py-6 text-center text-sm transition-colors focus-within:outline-2 focus-within:outline-accent hover:bg-sunken',
          isOver && 'border-accent bg-accent-soft',
        )}
      >
        <Icon aria-hidden className="size-5 text-muted" />
        <span className="break-all font-medium">{file ? file.name : 'Choose a file, or drop it here'}</span>
        <span className="num text-muted text-xs">{file ? formatBytes(file.size) : '.csv or .csv.gz, of any size'}</span>
        <input
          type="file"
          accept=".csv,.gz,text/csv,application/gzip"
          className="sr-only"
          aria-label="File"
          aria-invalid={error ? true : undefined}
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            if (chosen) onChoose(chosen)
          }}
        />
      </label>
      {error ? <FieldError>{error}.</FieldError> : null}
    </div>
  )
}

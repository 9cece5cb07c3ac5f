import { useState } from 'react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { schemaResolver } from '@/components/screen/schema-resolver'
import { showProblem } from '@/components/screen/show-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { CLASSIFIER_AUTHS, type ClassifierView, type ClassifierWithSecret } from '@/lib/moderation/schema/classifiers'
import { type ClassifierForm, classifierForm, toBody, toForm } from './classifier-form'
import { AUTH_LABELS } from './classifier-text'
import { useCreateClassifier, useUpdateClassifier } from './classifiers-client'
import { MadeSecret } from './secret-dialog'

interface ClassifierDialogProps {
  /** The one to edit, `new` to add one, null for a closed dialog. */
  target: ClassifierView | 'new' | null
  onClose: () => void
}

/** Adds a classifier, and then shows its secret for the only time where it has one; or edits one. */
export function ClassifierDialog({ target, onClose }: ClassifierDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={onClose}>
      {target ? <Content classifier={target === 'new' ? undefined : target} onClose={onClose} /> : null}
    </Dialog>
  )
}

interface ContentProps {
  classifier: ClassifierView | undefined
  onClose: () => void
}

function Content({ classifier, onClose }: ContentProps) {
  const [created, setCreated] = useState<ClassifierWithSecret | null>(null)
  if (created?.secret) return <MadeSecret name={created.name} secret={created.secret} onClose={onClose} />
  const done = (added: ClassifierWithSecret | null) => {
    if (added?.secret) return setCreated(added)
    toast(added ? `${added.name} was added` : 'Saved')
    onClose()
  }
  return <ClassifierFields classifier={classifier} onDone={done} />
}

interface ClassifierFieldsProps {
  classifier: ClassifierView | undefined
  onDone: (added: ClassifierWithSecret | null) => void
}

function ClassifierFields({ classifier, onDone }: ClassifierFieldsProps) {
  const create = useCreateClassifier()
  const update = useUpdateClassifier()
  const form = useForm<ClassifierForm>({
    resolver: schemaResolver(classifierForm),
    defaultValues: toForm(classifier),
  })
  const { errors, isSubmitting } = form.formState
  const auth = useWatch({ control: form.control, name: 'auth' })
  const submit = form.handleSubmit(async (values) => {
    const body = toBody(values)
    try {
      if (!classifier) return onDone(await create.mutateAsync(body))
      const { url, labels, timeoutMs } = body
      await update.mutateAsync({ id: classifier.id, version: classifier.version, url, labels, timeoutMs })
      onDone(null)
    } catch (error) {
      showProblem(form, error)
    }
  })
  const errorOf = (label: string, name: keyof ClassifierForm) => fieldMessage(label, errors[name]?.message)
  return (
    <DialogContent
      title={classifier ? `Edit ${classifier.name}` : 'Add classifier'}
      description="Guildhall sends texts to the classifier over HTTP, and the classifier returns scores from 0 to 1. The rules documentation describes the format."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="classifier" variant="primary" isPending={isSubmitting}>
            {classifier ? 'Save' : 'Add classifier'}
          </Button>
        </>
      }
    >
      <form id="classifier" noValidate onSubmit={submit} className="grid gap-4">
        {classifier ? null : (
          <Field
            label="Name"
            error={errorOf('Name', 'name')}
            hint="Rules refer to it by this name. You can’t change it later."
          >
            <Input autoComplete="off" autoFocus {...form.register('name')} />
          </Field>
        )}
        <Field label="URL" error={errorOf('URL', 'url')}>
          <Input type="url" inputMode="url" autoComplete="off" spellCheck={false} {...form.register('url')} />
        </Field>
        <Field
          label="Labels"
          error={errorOf('Labels', 'labels')}
          hint="What it scores, one label per line. For example: spam, insult."
        >
          <Textarea rows={3} spellCheck={false} {...form.register('labels')} />
        </Field>
        <Field
          label="Timeout in milliseconds"
          error={errorOf('Timeout', 'timeoutMs')}
          hint="Guildhall waits at most this long for a response."
        >
          <Input inputMode="numeric" className="w-32" {...form.register('timeoutMs')} />
        </Field>
        {classifier ? null : (
          <Controller
            control={form.control}
            name="auth"
            render={({ field }) => (
              <Field label="Authentication" hint={AUTH_LABELS[auth].hint}>
                <Select
                  value={field.value}
                  onValueChange={field.onChange}
                  options={CLASSIFIER_AUTHS.map((value) => ({ value, label: AUTH_LABELS[value].label }))}
                />
              </Field>
            )}
          />
        )}
        {!classifier && auth === 'bearer' ? (
          <Field label="Token" error={errorOf('Token', 'token')}>
            <Input type="password" autoComplete="off" {...form.register('token')} />
          </Field>
        ) : null}
        {errors.root ? <FieldError>{errors.root.message}</FieldError> : null}
      </form>
    </DialogContent>
  )
}

'use client'

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { type FieldValues, FormProvider, get, type UseFormReturn, useFormContext, useFormState } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError, type FieldProps } from '@/components/ui/field'
import { LazyConfirmDialog } from '@/components/ui/lazy-alert-dialog'
import { SheetContent } from '@/components/ui/sheet'
import { fieldMessage } from './form-problem'
import { useFormDialog } from './use-form-dialog'

export interface FormDialogProps<Input extends FieldValues, Output> {
  /** Made by `useSchemaForm()`. */
  form: UseFormReturn<Input, unknown, Output>
  title: string
  description?: ReactNode
  /** The verb with its object: "Create key". */
  submitLabel: string
  /**
   * Sends it. What it throws is shown: a problem document beside the fields that it names. Then the dialog closes, unless this
   * resolves with what takes the form's place: a `DialogContent` with a secret that is shown once.
   */
  onSubmit: (values: Output) => Promise<ReactNode>
  onClose: () => void
  /** Loads what is newer, after a conflict; what it resolves with replaces what was typed. */
  onReload?: () => Promise<Input>
  /** Which paths of the API the form has fields for, where its values have another shape. */
  isField?: (path: string) => boolean
  /** A panel along the edge, for long forms. */
  isSheet?: boolean
  size?: 'sm' | 'md' | 'lg'
  className?: string
  /** Shown instead of the fields while something that they need is loading. */
  loading?: ReactNode
  children: ReactNode
}

/**
 * A form over the page, there while it is open. It asks before what was typed is thrown away, says problems beside their fields and
 * goes to the first, is sent once, by Ctrl+Enter too, and gives the focus back to what opened it.
 */
export function FormDialog<Input extends FieldValues, Output>(props: FormDialogProps<Input, Output>) {
  const { form, onSubmit, onClose, onReload, title, description, isSheet, size, className, loading } = props
  const id = useId()
  const dialog = useFormDialog({ form, onSubmit, onClose, onReload, isField: props.isField })
  const Content = isSheet ? SheetContent : DialogContent
  return (
    <Dialog open onOpenChange={dialog.close}>
      {dialog.result ?? (
        <Content
          title={title}
          description={description}
          {...(isSheet ? {} : { size: size ?? 'md' })}
          {...(className ? { className } : {})}
          footer={
            <>
              <Button onClick={dialog.close} aria-disabled={dialog.isPending || undefined}>
                Cancel
              </Button>
              <Button
                type="submit"
                form={id}
                variant="primary"
                disabled={Boolean(loading)}
                isPending={dialog.isPending}
              >
                {props.submitLabel}
              </Button>
            </>
          }
        >
          {loading ?? (
            <form
              id={id}
              ref={dialog.setElement}
              noValidate
              onSubmit={dialog.submit}
              onKeyDown={submitByKey}
              className="grid gap-4"
            >
              <FormProvider {...form}>{props.children}</FormProvider>
              <FormProblem form={form} onReload={dialog.reload} />
            </form>
          )}
        </Content>
      )}
      <LazyConfirmDialog
        isOpen={dialog.isAsking}
        onOpenChange={dialog.keep}
        title="Discard your changes?"
        confirmLabel="Discard"
        cancelLabel="Keep editing"
        onConfirm={dialog.discard}
      >
        What you typed hasn’t been saved.
      </LazyConfirmDialog>
    </Dialog>
  )
}

function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  if (!event.repeat) event.currentTarget.requestSubmit()
}

interface FormProblemProps<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>
  /** There after a conflict only. */
  onReload: (() => Promise<void>) | undefined
}

function FormProblem<Input extends FieldValues, Output>({ form, onReload }: FormProblemProps<Input, Output>) {
  const { errors } = useFormState({ control: form.control })
  const [isLoading, setLoading] = useState(false)
  if (!errors.root) return null
  const reload = async () => {
    setLoading(true)
    await onReload?.()
    setLoading(false)
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <FieldError>{errors.root.message}</FieldError>
      {onReload ? (
        <>
          <Button size="sm" isPending={isLoading} onClick={() => void reload()}>
            Reload
          </Button>
          <span className="text-muted text-xs">This replaces what you typed with what is saved now.</span>
        </>
      ) : null}
    </div>
  )
}

/** A labelled control of a FormDialog, with what is wrong with it: `<FormField name="url" label="URL"><Input … /></FormField>`. */
export function FormField({ name, ...props }: Omit<FieldProps, 'error'> & { name: string }) {
  return <Field {...props} error={useFieldMessage(name, props.label)} />
}

/** What is wrong with a field of the form around, as a sentence; for controls that `FormField` doesn't fit. */
export function useFieldMessage(name: string, label: string): string | undefined {
  const { control } = useFormContext()
  const { errors } = useFormState({ control })
  const error: { message?: string } | undefined = get(errors, name)
  return fieldMessage(label, error?.message)
}

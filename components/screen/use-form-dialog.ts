import { type ReactNode, type SyntheticEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { type FieldValues, type UseFormReturn, useFormState } from 'react-hook-form'
import { describeConflict, describeErrors, isConflict } from './describe-problems'
import { describeFailure } from './form-problem'
import { showFirstProblem } from './show-first-problem'
import { showProblem } from './show-problem'
import { useLeaveGuard } from './use-leave-guard'

interface FormDialogInput<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>
  onSubmit: (values: Output) => Promise<ReactNode>
  onClose: () => void
  onReload: (() => Promise<Input>) | undefined
  isField: ((path: string) => boolean) | undefined
}

/** What a FormDialog does: sending once, showing what is wrong, asking before it closes. */
export function useFormDialog<Input extends FieldValues, Output>(input: FormDialogInput<Input, Output>) {
  const { form, onClose } = input
  const { isDirty } = useFormState({ control: form.control })
  const sending = useSending(input)
  // Undefined while nothing is asked; else what follows once it is discarded.
  const [asking, setAsking] = useState<() => void>()
  const isUnsaved = isDirty && !sending.result
  useLeaveGuard(isUnsaved, (proceed) => setAsking(() => proceed))
  const close = () => {
    if (sending.isPending) return
    if (isUnsaved) setAsking(() => () => undefined)
    else onClose()
  }
  const discard = async () => {
    onClose()
    asking?.()
  }
  return { ...sending, close, discard, keep: () => setAsking(undefined), isAsking: asking !== undefined }
}

function useSending<Input extends FieldValues, Output>({
  form,
  onSubmit,
  onClose,
  onReload,
  isField,
}: FormDialogInput<Input, Output>) {
  const { isSubmitting, submitCount, errors } = useFormState({ control: form.control })
  const [result, setResult] = useState<ReactNode>(null)
  const [hasConflict, setConflict] = useState(false)
  const element = useRef<HTMLFormElement>(null)
  // The state follows a moment after a click, and a second one may be quicker. What was sent stays sent.
  const isSent = useRef(false)
  const send = form.handleSubmit(
    async (values) => {
      setConflict(false)
      try {
        const shown = await onSubmit(values)
        if (shown) setResult(shown)
        else onClose()
        return
      } catch (error) {
        setConflict(isConflict(error))
        if (isConflict(error)) form.setError('root', { type: 'server', message: describeConflict(error) })
        else showProblem(form, error, isField)
      }
      isSent.current = false
    },
    () => {
      isSent.current = false
    },
  )
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    // A dialog is in the tree of the page's own forms, whatever the document says.
    event.stopPropagation()
    if (isSent.current) return
    isSent.current = true
    void send()
  }
  const onTried = useEffectEvent(() => {
    if (!element.current || Object.keys(errors).length === 0) return
    if (!showFirstProblem(element.current)) form.setError('root', { type: 'server', message: describeErrors(errors) })
  })
  useEffect(() => {
    if (submitCount > 0) onTried()
  }, [submitCount])
  const reload = async () => {
    try {
      if (onReload) form.reset(await onReload())
      setConflict(false)
    } catch (error) {
      form.setError('root', { type: 'server', message: describeFailure(error) })
    }
  }
  return {
    result,
    isPending: isSubmitting,
    submit,
    reload: hasConflict && onReload ? reload : undefined,
    setElement: element,
  }
}

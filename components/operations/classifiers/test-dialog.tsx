import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { formatPercent } from '@/components/ui/format'
import { Textarea } from '@/components/ui/textarea'
import type { ClassifierTestView, ClassifierView } from '@/lib/moderation/schema/classifiers'
import { useTestClassifier } from './classifiers-client'

interface TestDialogProps {
  classifier: ClassifierView | null
  onClose: () => void
}

/** Asks a classifier about a text, now, and shows what it says or why it said nothing. */
export function TestDialog({ classifier, onClose }: TestDialogProps) {
  return (
    <Dialog open={classifier !== null} onOpenChange={onClose}>
      {classifier ? <TestForm classifier={classifier} /> : null}
    </Dialog>
  )
}

function TestForm({ classifier }: { classifier: ClassifierView }) {
  const test = useTestClassifier()
  const [text, setText] = useState('')
  return (
    <DialogContent
      title={`Test ${classifier.name}`}
      description="Guildhall sends the text unchanged and ignores cached scores."
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          <Button
            type="submit"
            form="classifier-test"
            variant="primary"
            disabled={text.trim() === ''}
            isPending={test.isPending}
          >
            Test classifier
          </Button>
        </>
      }
    >
      <form
        id="classifier-test"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          test.mutate({ id: classifier.id, text })
        }}
      >
        <Field label="Text">
          <Textarea autoFocus value={text} onChange={(event) => setText(event.target.value)} className="max-h-64" />
        </Field>
        {test.isError ? <FieldError>{describeFailure(test.error)}</FieldError> : null}
        <div role="status">{test.data ? <Outcome outcome={test.data} /> : null}</div>
      </form>
    </DialogContent>
  )
}

function Outcome({ outcome: { scores, error, tookMs } }: { outcome: ClassifierTestView }) {
  if (error !== null || scores === null)
    return (
      <p className="break-words rounded-control bg-danger-soft px-3 py-2 text-danger-text text-sm">
        {error ?? 'It returned no scores.'} Rules that need its score would not match.
      </p>
    )
  return (
    <div className="grid gap-2 text-sm">
      <dl className="grid gap-1.5">
        {Object.entries(scores).map(([label, score]) => (
          <div key={label} className="flex items-center gap-3">
            <dt className="min-w-0 flex-1 break-words">{label}</dt>
            <dd className="num font-semibold">
              {score === null ? <Chip tone="warn">not in the response</Chip> : formatPercent(score)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="num text-muted text-xs">It responded in {tookMs} ms.</p>
    </div>
  )
}

'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import type { AnnotationView } from '@/lib/annotations/schema'
import { ANNOTATION_KINDS, ANNOTATION_TEXT_MAX } from '@/lib/annotations/terms'
import { formatDateTime } from '@/lib/core/time/format'
import { type AnnotationDraft, draftOf, fromDraft } from './annotation-draft'
import { KIND_LABELS } from './annotations-client'
import { useAnnotationActions } from './use-annotation-actions'

interface AnnotationDialogProps {
  /** The one to change; null for a new one. */
  annotation: AnnotationView | null
  /** Where a new one is put. */
  at: string
  zone: string
  canWrite: boolean
  onClose: () => void
}

/** Reads, adds, changes or removes an annotation; it stands on every chart. */
export function AnnotationDialog(props: AnnotationDialogProps) {
  const { annotation, canWrite, onClose } = props
  const title = annotation ? (canWrite ? 'Edit annotation' : KIND_LABELS[annotation.kind]) : 'Add annotation'
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent title={title} size="sm" description={canWrite ? 'Annotations appear on every chart.' : null}>
        {canWrite ? (
          <AnnotationForm {...props} />
        ) : annotation ? (
          <AnnotationText {...props} annotation={annotation} />
        ) : null}
      </DialogContent>
    </Dialog>
  )
}

function AnnotationText({ annotation, zone }: AnnotationDialogProps & { annotation: AnnotationView }) {
  const { at, until, text } = annotation
  return (
    <div className="grid gap-2">
      <p className="whitespace-pre-wrap">{text}</p>
      <p className="num text-muted text-sm">
        {formatDateTime(at, zone)}
        {until ? ` – ${formatDateTime(until, zone)}` : ''} {zone}
      </p>
    </div>
  )
}

function AnnotationForm({ annotation, at, zone, onClose }: AnnotationDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(annotation, at, zone))
  const { save, remove, problem, setProblem, isPending } = useAnnotationActions(annotation, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = fromDraft(draft, zone)
    if (typeof body === 'string') setProblem(body)
    else void save(body)
  }
  return (
    <form onSubmit={submit} className="grid gap-3.5">
      <DraftFields draft={draft} zone={zone} onChange={(part) => setDraft({ ...draft, ...part })} />
      {problem ? <FieldError>{problem}</FieldError> : null}
      <div className="flex flex-wrap justify-end gap-2">
        {annotation ? (
          <Button
            variant="danger-outline"
            className="mr-auto"
            isPending={isPending}
            onClick={() => void remove(annotation)}
          >
            Delete annotation
          </Button>
        ) : null}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          {annotation ? 'Save' : 'Add annotation'}
        </Button>
      </div>
    </form>
  )
}

interface DraftFieldsProps {
  draft: AnnotationDraft
  zone: string
  onChange: (part: Partial<AnnotationDraft>) => void
}

function DraftFields({ draft, zone, onChange }: DraftFieldsProps) {
  return (
    <>
      <Field label="Text">
        <Textarea
          required
          maxLength={ANNOTATION_TEXT_MAX}
          rows={2}
          value={draft.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </Field>
      <Field label="Kind">
        <Select
          value={draft.kind}
          onValueChange={(kind) => onChange({ kind })}
          options={ANNOTATION_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))}
        />
      </Field>
      <Field label={`Start, ${zone}`}>
        <Input
          type="datetime-local"
          required
          value={draft.at}
          onChange={(event) => onChange({ at: event.target.value })}
        />
      </Field>
      <Field label="End" isOptional hint="Leave this empty for a single point in time.">
        <Input
          type="datetime-local"
          value={draft.until}
          onChange={(event) => onChange({ until: event.target.value })}
        />
      </Field>
    </>
  )
}

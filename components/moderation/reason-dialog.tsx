'use client'

import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'

const REASON_LABELS = {
  skip: {
    title: 'Skip this case?',
    label: 'Reason',
    verb: 'Skip',
    hint: 'After three people skip a case, it goes to the managers.',
  },
  escalate: {
    title: 'Escalate this case?',
    label: 'Reason',
    verb: 'Escalate',
    hint: 'The case goes to the managers. They see your reason.',
  },
  reverse: {
    title: 'Reverse this decision?',
    label: 'Reason',
    verb: 'Reverse',
    hint: 'This undoes the decision’s effects on the item, member, strike and reports, and notifies the platform.',
  },
} as const

export type ReasonKind = keyof typeof REASON_LABELS

interface ReasonDialogProps {
  kind: ReasonKind | null
  onClose: () => void
  onReason: (reason: string) => Promise<void>
}

/** Asks why a case is handed on, or a decision taken back. */
export function ReasonDialog({ kind, onClose, onReason }: ReasonDialogProps) {
  if (!kind) return null
  return <Open key={kind} kind={kind} onClose={onClose} onReason={onReason} />
}

function Open({ kind, onClose, onReason }: ReasonDialogProps & { kind: ReasonKind }) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isPending, setPending] = useState(false)
  const { title, label, verb, hint } = REASON_LABELS[kind]
  const send = async () => {
    if (isPending) return
    if (!reason.trim()) return setProblem('Enter a reason.')
    setPending(true)
    try {
      await onReason(reason.trim())
      onClose()
    } catch (error) {
      setProblem(describeFailure(error))
      setPending(false)
    }
  }
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || onClose()}>
      <DialogContent
        title={title}
        size="sm"
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" isPending={isPending} onClick={() => void send()}>
              {verb}
            </Button>
          </>
        }
      >
        <Field label={label} hint={hint} error={problem}>
          <Textarea
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return
              event.preventDefault()
              void send()
            }}
          />
        </Field>
      </DialogContent>
    </Dialog>
  )
}

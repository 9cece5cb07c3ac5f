'use client'

import { useRef, useState } from 'react'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { restoredWords } from './appeal-words'
import { useRuleAppeal } from './appeals-client'

type Ruling = 'upheld' | 'overturned'

/** Rules on an appeal, with the reason that the member is told. Nothing takes a ruling back, so that it is asked for twice. */
export function RulingForm({ appeal }: { appeal: AppealView }) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const [asking, setAsking] = useState<Ruling | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const rule = useRuleAppeal()
  const { isOwn } = appeal.decision
  const name = appeal.member.name ?? appeal.member.externalId
  const ask = (ruling: Ruling) => {
    if (reason.trim()) return setAsking(ruling)
    setProblem('Say why.')
    field.current?.focus()
  }
  return (
    <section aria-label="Your ruling" className="grid gap-3 border-line border-t pt-3">
      {isOwn ? (
        <p className="rounded-control bg-warn-soft px-3 py-2 text-sm text-warn-text">
          You made this decision, or a key of yours did. Somebody else has to rule on the appeal.
        </p>
      ) : null}
      <Field label="Reason" hint={`${name} is told it.`} error={problem}>
        <Textarea
          ref={field}
          disabled={isOwn}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value)
            setProblem(undefined)
          }}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button disabled={isOwn} onClick={() => ask('upheld')}>
          Uphold the decision
        </Button>
        <Button variant="primary" disabled={isOwn} onClick={() => ask('overturned')}>
          Overturn it
        </Button>
      </div>
      <ConfirmDialog
        isOpen={asking !== null}
        onOpenChange={() => setAsking(null)}
        title={asking === 'overturned' ? 'Overturn the decision?' : 'Uphold the decision?'}
        confirmLabel={asking === 'overturned' ? `Overturn and tell ${name}` : `Uphold and tell ${name}`}
        cancelLabel="Not yet"
        tone="primary"
        onConfirm={async () => {
          if (!asking) return
          await rule.mutateAsync({ id: appeal.id, ruling: asking, reason: reason.trim() })
          toast(asking === 'overturned' ? `The decision about ${name} is overturned` : 'The decision is upheld')
        }}
      >
        {asking === 'overturned' ? restoredWords(appeal) : 'What was decided stays as it is.'} A ruling is final: there
        is one appeal for each decision.
      </ConfirmDialog>
    </section>
  )
}

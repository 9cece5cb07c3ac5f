'use client'

import { useRef, useState } from 'react'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { restoredText } from './appeal-text'
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
    setProblem('Enter a reason.')
    field.current?.focus()
  }
  return (
    <section aria-label="Your decision on the appeal" className="grid gap-3 border-line border-t pt-3">
      {isOwn ? (
        <p className="rounded-control bg-warn-soft px-3 py-2 text-sm text-warn-text">
          You or one of your API keys made this decision. Someone else has to decide the appeal.
        </p>
      ) : null}
      <Field label="Reason" hint={`Guildhall sends it to ${name}.`} error={problem}>
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
          Uphold decision
        </Button>
        <Button variant="primary" disabled={isOwn} onClick={() => ask('overturned')}>
          Overturn decision
        </Button>
      </div>
      <ConfirmDialog
        isOpen={asking !== null}
        onOpenChange={() => setAsking(null)}
        title={asking === 'overturned' ? 'Overturn the decision?' : 'Uphold the decision?'}
        confirmLabel={asking === 'overturned' ? `Overturn and notify ${name}` : `Uphold and notify ${name}`}
        tone="primary"
        onConfirm={async () => {
          if (!asking) return
          await rule.mutateAsync({ id: appeal.id, ruling: asking, reason: reason.trim() })
          toast(asking === 'overturned' ? `The decision about ${name} was overturned` : 'The decision was upheld')
        }}
      >
        {asking === 'overturned' ? restoredText(appeal) : 'The decision stays as it is.'} This is final: each decision
        can be appealed only once.
      </ConfirmDialog>
    </section>
  )
}

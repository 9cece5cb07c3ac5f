'use client'

import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { useZones } from '@/components/ui/clock'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { countOf } from '@/components/ui/format'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { parseLocalInput } from '@/lib/core/time/zoned'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import { endText, fillTemplate } from '@/lib/moderation/schema/template'
import { doneText, type HeldByRules, rulesText } from './case-text'
import { type DecisionDraft, needsPolicy, problemsOf, startDecisionDraft, toActions } from './decision-draft'
import { DecisionFields } from './decision-fields'
import { noteDraftOf } from './note-drafts'

export interface DecisionFormResult {
  policyId: string | null
  actions: ActionInput[]
  reason: string
  note: string
}

interface RulingDialogProps {
  summary: CaseSummary
  /** What rules did and still stands. */
  held: HeldByRules
  policies: readonly PolicyView[]
  policyId: string | null
  /** Whether the case is still this tab's to decide. */
  isHeld: boolean
  onClose: () => void
  /** Decides; what it throws is shown here, and what was typed stays. */
  onDecide: (ruling: DecisionFormResult) => Promise<void>
}

/** Everything that a decision can hold: several actions, how long, why, and what is only for the team. */
export function DecisionDialog({ summary, held, policies, policyId, isHeld, onClose, onDecide }: RulingDialogProps) {
  const { viewer } = useZones()
  const [draft, setDraft] = useState<DecisionDraft>(() =>
    startDecisionDraft(summary, policyId, noteDraftOf(summary.id)),
  )
  const [isTried, setTried] = useState(false)
  const [failure, setFailure] = useState<string>()
  const [isPending, setPending] = useState(false)
  const actions = toActions(draft, (local) => parseLocalInput(local, viewer))
  const problems = problemsOf(draft, actions, Date.now())
  const change = (part: Partial<DecisionDraft>) => setDraft((before) => ({ ...before, ...part }))
  const policy = needsPolicy(draft) ? (policies.find(({ id }) => id === draft.policyId) ?? null) : null
  const send = async () => {
    setTried(true)
    if (!isHeld || Object.keys(problems).length > 0) return
    setPending(true)
    try {
      const { reason, note } = draft
      await onDecide({ policyId: policy?.id ?? null, actions, reason: reason.trim(), note: note.trim() })
      onClose()
    } catch (error) {
      setFailure(describeFailure(error))
      setPending(false)
    }
  }
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || onClose()}>
      <DialogContent
        title={`Decide case ${summary.id}`}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" isPending={isPending} onClick={() => void send()}>
              Decide case
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <DecisionFields
            draft={draft}
            onChange={change}
            problems={isTried ? problems : {}}
            summary={summary}
            zone={viewer}
          />
          {needsPolicy(draft) ? (
            <Field label="Policy" error={isTried ? problems.policy : undefined}>
              <Select
                value={draft.policyId ?? undefined}
                placeholder="Choose a policy"
                options={policies
                  .filter(({ isArchived }) => !isArchived)
                  .map(({ id, name, severity }) => ({ value: id, label: name, hint: `severity ${severity} of 5` }))}
                onValueChange={(id) => change({ policyId: id })}
              />
            </Field>
          ) : null}
          <TextFields draft={draft} onChange={change} />
          <Ahead summary={summary} held={held} policy={policy} actions={actions} reason={draft.reason} />
          {failure ? <FieldError>{failure}</FieldError> : null}
          {isHeld ? null : (
            <FieldError>Your claim on this case has ended. Close this dialog and claim the case again.</FieldError>
          )}
        </div>
      </DialogContent>
    </Dialog>
  )
}

function TextFields({ draft, onChange }: { draft: DecisionDraft; onChange: (part: Partial<DecisionDraft>) => void }) {
  return (
    <>
      <Field label="Reason" isOptional hint="Guildhall sends it to the platform, which can show it to the member.">
        <Textarea
          rows={2}
          maxLength={2_000}
          value={draft.reason}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </Field>
      <Field label="Note" isOptional hint="Only for the team. Saved with the decision.">
        <Textarea
          rows={2}
          maxLength={10_000}
          value={draft.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
      </Field>
    </>
  )
}

interface AheadProps extends Pick<RulingDialogProps, 'summary' | 'held'> {
  policy: PolicyView | null
  actions: readonly ActionInput[]
  reason: string
}

/** What the member will read, what goes on their record, and what becomes of what rules did, before anything is done. */
function Ahead({ summary, held, policy, actions, reason }: AheadProps) {
  const ofRules = rulesText(
    actions.map(({ type }) => type),
    held,
  )
  if (actions.length === 0 || (!policy && ofRules.length === 0)) return null
  return (
    <div className="grid gap-1 rounded-control bg-sunken px-3 py-2 text-sm">
      <p className="font-medium">{doneText(actions)}</p>
      {ofRules.map((line) => (
        <p key={line} className="text-muted">
          {line}.
        </p>
      ))}
      {policy ? <ByPolicy summary={summary} policy={policy} actions={actions} reason={reason} /> : null}
    </div>
  )
}

function ByPolicy({ summary, policy, actions, reason }: Omit<AheadProps, 'held'> & { policy: PolicyView }) {
  const lasting = actions.find((action) => action.type === 'mute' || action.type === 'suspend')
  const message = fillTemplate(policy.memberTemplate, {
    member: summary.member?.externalId ?? '',
    policy: policy.name,
    reason: reason.trim(),
    action: actions[0]?.type ?? '',
    until: endText(lasting ? endOf(lasting) : null),
  })
  return (
    <>
      {policy.strikePoints > 0 && summary.member ? (
        <p className="text-muted">
          Adds {countOf(policy.strikePoints, 'strike point')}
          {policy.strikeDays ? ` for ${policy.strikeDays} days` : ', permanently'}.
        </p>
      ) : null}
      <p className="whitespace-pre-wrap text-muted">
        {message ? `Message to the member: ${message}` : 'The policy has no message to the member.'}
      </p>
    </>
  )
}

function endOf(action: ActionInput): string | null {
  if (!('minutes' in action || 'until' in action)) return null
  return action.minutes ? new Date(Date.now() + action.minutes * 60_000).toISOString() : (action.until ?? null) || null
}

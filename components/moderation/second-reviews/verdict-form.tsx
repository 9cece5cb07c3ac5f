'use client'

import { type FormEvent, useId, useRef, useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { useShortcuts } from '@/components/shell/shortcuts'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Field, FieldError } from '@/components/ui/field'
import { Kbd } from '@/components/ui/kbd'
import { announce } from '@/components/ui/live-region'
import { Textarea } from '@/components/ui/textarea'
import { toast } from '@/components/ui/toast'
import { ApiError } from '@/lib/core/http/client'
import type { ReviewTask } from '@/lib/moderation/schema/second-reviews'
import { useSubmitVerdict } from './second-reviews-client'

const FINE = 'fine'
/** Keys 1 to 9: nothing against it, then the policies. */
const KEYS_MAX = 9

interface VerdictFormProps {
  review: ReviewTask
  /** Notes that it is this person's own doing that the item goes. */
  onOwn: (decisionId: string) => void
  onSkip: () => void
}

/** What one would have found. Nothing follows from it for anybody, so that it is given by one press and a confirming one. */
export function VerdictForm({ review, onOwn, onSkip }: VerdictFormProps) {
  const name = useId()
  const [chosen, setChosen] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const field = useRef<HTMLTextAreaElement>(null)
  const give = useSubmitVerdict()
  const options = [
    { id: FINE, name: 'Not against the rules', description: '' },
    ...review.policies.map((policy) => ({ ...policy, name: `Against: ${policy.name}` })),
  ]
  const choose = (id: string) => {
    setChosen(id)
    setProblem(undefined)
    document.getElementById(`${name}-${id}`)?.focus()
  }
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (give.isPending) return
    if (chosen === null) return setProblem('Choose a verdict first.')
    onOwn(review.decisionId)
    const policyId = chosen === FINE ? null : chosen
    try {
      await give.mutateAsync({ decisionId: review.decisionId, policyId, reason: reason.trim() })
      announce('Verdict submitted')
    } catch (error) {
      // By then something else is on the screen, where it waits no longer.
      if (error instanceof ApiError && error.status === 409)
        return toast('Your verdict was not saved', { tone: 'danger', description: error.message })
      setProblem(describeFailure(error))
    }
  }
  useShortcuts([
    ...options.slice(0, KEYS_MAX).map((option, index) => ({
      keys: String(index + 1),
      label: option.name,
      run: () => choose(option.id),
    })),
    { keys: 'n', label: 'Enter a reason', run: () => field.current?.focus() },
    { keys: 'g', label: 'Submit verdict', run: () => void submit() },
    { keys: 's', label: 'Skip', run: onSkip },
  ])
  return (
    <Card aria-label="Your verdict" className="self-start p-4 xl:sticky xl:top-16">
      <form onSubmit={(event) => void submit(event)} className="grid gap-3.5">
        <fieldset className="grid gap-1">
          <legend className="mb-1.5 font-semibold">What is your verdict?</legend>
          {options.map((option, index) => (
            <Choice
              key={option.id}
              id={`${name}-${option.id}`}
              name={name}
              option={option}
              shortcut={index < KEYS_MAX ? String(index + 1) : null}
              isChosen={chosen === option.id}
              onChoose={() => choose(option.id)}
            />
          ))}
        </fieldset>
        <Field label="Reason" isOptional hint="Managers see it if your verdict differs from the decision.">
          <Textarea ref={field} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {problem ? <FieldError>{problem}</FieldError> : null}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" isPending={give.isPending}>
            Submit verdict
            <Kbd className="max-xl:hidden">G</Kbd>
          </Button>
          <Button variant="ghost" onClick={onSkip}>
            Skip
            <Kbd className="max-xl:hidden">S</Kbd>
          </Button>
        </div>
        <p className="text-muted text-xs">
          Your verdict changes nothing for the member or the item, and you can’t change it later. The team’s figures
          show how often two people agree.
        </p>
      </form>
    </Card>
  )
}

interface ChoiceProps {
  id: string
  name: string
  option: { name: string; description: string }
  shortcut: string | null
  isChosen: boolean
  onChoose: () => void
}

function Choice({ id, name, option, shortcut, isChosen, onChoose }: ChoiceProps) {
  return (
    <label
      htmlFor={id}
      className={cn(
        'flex cursor-pointer items-start gap-2.5 rounded-control border border-transparent px-2 py-1.5 text-sm hover:bg-sunken coarse:py-2.5',
        isChosen && 'border-accent bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <input
        id={id}
        type="radio"
        name={name}
        checked={isChosen}
        onChange={onChoose}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0 flex-1">
        <span className={cn('font-medium', isChosen && 'text-accent-text')}>{option.name}</span>
        {option.description ? <span className="block text-muted text-xs">{option.description}</span> : null}
      </span>
      {shortcut ? <Kbd className="max-xl:hidden">{shortcut}</Kbd> : null}
    </label>
  )
}

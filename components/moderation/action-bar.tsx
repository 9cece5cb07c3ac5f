'use client'

import { ArrowUpFromLine, Clock, SkipForward } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/dropdown-menu'
import { Kbd } from '@/components/ui/kbd'
import { Select } from '@/components/ui/select'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import { type Choice, CUSTOM_DECISION_KEY } from './case-text'

export const POLICY_ID = 'case-policy'

interface ActionBarProps {
  policies: readonly PolicyView[]
  policyId: string | null
  onPolicy: (id: string) => void
  /** Whether the case is this person's to decide, or about to be. */
  isOpen: boolean
  choices: readonly Choice[]
  canEscalate: boolean
  onChoose: (choice: Choice) => void
  /** Opens the form for everything that one press can't say. */
  onOtherwise: () => void
  onEscalate: () => void
  onSkip: () => void
  /** Puts the case off until an instant. */
  onSnooze: (until: string) => void
}

const HOUR_MS = 3_600_000
const LATER = [
  { label: 'In an hour', hours: 1 },
  { label: 'Tomorrow', hours: 24 },
  { label: 'In a week', hours: 168 },
] as const

/** What can be done, each by one press; on phones it stays at the bottom, under the thumb. */
export function ActionBar(props: ActionBarProps) {
  const { policies, policyId, onPolicy, isOpen, choices, canEscalate, onChoose, onEscalate, onSkip, onSnooze } = props
  const options = policies
    .filter(({ isArchived }) => !isArchived)
    .map(({ id, name, severity }) => ({ value: id, label: name, hint: `severity ${severity} of 5` }))
  return (
    <div className="grid gap-2.5 max-xl:fixed max-xl:inset-x-0 max-xl:bottom-0 max-xl:z-20 max-xl:border-line max-xl:border-t max-xl:bg-surface max-xl:px-3.5 max-xl:py-2.5">
      <div className="flex items-center gap-2 text-sm">
        <span className="text-muted max-sm:sr-only">Policy</span>
        <Select
          id={POLICY_ID}
          aria-label="Policy"
          value={policyId ?? undefined}
          options={options}
          placeholder="Choose a policy"
          onValueChange={onPolicy}
          className="w-auto min-w-52"
        />
        <Kbd className="max-xl:hidden">P</Kbd>
      </div>
      <fieldset
        aria-label="Decide"
        // A key that is held presses the button again and again, and the next case has its own in the same place.
        onKeyDown={(event) => event.repeat && event.preventDefault()}
        className="flex min-w-0 gap-2 max-xl:overflow-x-auto xl:flex-wrap"
      >
        {choices.map((choice, index) => (
          <Button
            key={choice.key}
            variant={index === 0 ? 'primary' : 'secondary'}
            aria-disabled={!isOpen || undefined}
            // So has the second half of a double click.
            onClick={({ detail }) => detail > 1 || onChoose(choice)}
          >
            {choice.label}
            <Kbd className="max-xl:hidden">{choice.key}</Kbd>
          </Button>
        ))}
        <Button aria-disabled={!isOpen || undefined} onClick={props.onOtherwise}>
          Custom…
          <Kbd className="max-xl:hidden">{CUSTOM_DECISION_KEY}</Kbd>
        </Button>
        {canEscalate ? (
          <Button variant="ghost" onClick={onEscalate}>
            <ArrowUpFromLine aria-hidden />
            Escalate
            <Kbd className="max-xl:hidden">E</Kbd>
          </Button>
        ) : null}
        <Button variant="ghost" onClick={onSkip}>
          <SkipForward aria-hidden />
          Skip
          <Kbd className="max-xl:hidden">S</Kbd>
        </Button>
        <Menu>
          <MenuTrigger asChild>
            <Button variant="ghost">
              <Clock aria-hidden />
              Snooze
            </Button>
          </MenuTrigger>
          <MenuContent>
            {LATER.map(({ label, hours }) => (
              <MenuItem key={label} onSelect={() => onSnooze(new Date(Date.now() + hours * HOUR_MS).toISOString())}>
                {label}
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
      </fieldset>
    </div>
  )
}

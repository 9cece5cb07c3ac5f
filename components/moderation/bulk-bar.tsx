'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { countOf } from '@/components/ui/format'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import { CHOICES, type Choice } from './case-text'

/** What makes sense for many cases that differ: what is done to members is decided one by one. */
const BULK_KEYS = ['2', '3', '4']

interface BulkBarProps {
  count: number
  policies: readonly PolicyView[]
  isPending: boolean
  onDecide: (choice: Choice, policyId: string | null) => void
  onClear: () => void
}

/** For the cases that are ticked: one ruling for each of them, with an answer for each. */
export function BulkBar({ count, policies, isPending, onDecide, onClear }: BulkBarProps) {
  const [policyId, setPolicy] = useState<string | null>(null)
  const options = policies.filter(({ isArchived }) => !isArchived).map(({ id, name }) => ({ value: id, label: name }))
  const choose = (choice: Choice) => {
    if (choice.needsPolicy && !policyId) toast('Choose a policy first')
    else onDecide(choice, choice.needsPolicy ? policyId : null)
  }
  return (
    <section aria-label="Selected cases" className="grid gap-2 border-line border-b bg-accent-soft px-4 py-2.5">
      <div className="flex items-center gap-2">
        <span className="num font-medium text-accent-text text-sm">{countOf(count, 'case')} selected</span>
        <IconButton icon={X} label="Clear selection" onClick={onClear} className="ml-auto" />
      </div>
      <Select
        aria-label="Policy for all selected cases"
        value={policyId ?? undefined}
        options={options}
        placeholder="Choose a policy"
        onValueChange={setPolicy}
      />
      <div className="flex flex-wrap gap-1.5">
        {CHOICES.filter(({ key }) => BULK_KEYS.includes(key)).map((choice) => (
          <Button key={choice.key} size="sm" isPending={isPending} onClick={() => choose(choice)}>
            {choice.label} {count}
          </Button>
        ))}
      </div>
    </section>
  )
}

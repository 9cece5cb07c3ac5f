'use client'

import { Leaf } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useZones } from '@/components/ui/clock'
import { Link } from '@/components/ui/link'
import { formatTime } from '@/lib/core/time/format'
import type { ClaimState } from '../use-claim'

/** Somebody has done enough in this queue for now: until when, and what else there is. */
export function RotationNotice({ claim }: { claim: ClaimState }) {
  const { viewer } = useZones()
  if (claim.kind !== 'resting') return null
  const { queue, until, next } = claim
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control bg-accent-soft px-3 py-2 text-accent-text text-sm"
    >
      <Leaf aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 basis-64">
        Your cooldown for {queue} ends at {formatTime(until, viewer)}. Until then, others work this queue.
      </span>
      {next ? (
        <Button asChild size="sm">
          <Link href={`/moderation?queue=${next.id}`}>Go to {next.name}</Link>
        </Button>
      ) : null}
      <Button asChild size="sm" variant={next ? 'ghost' : 'secondary'}>
        <Link href="/moderation/break">Take a break</Link>
      </Button>
    </div>
  )
}

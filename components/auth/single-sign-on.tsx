'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { startSingleSignOn } from '@/lib/core/auth/client'
import { FormAlert } from './form-alert'
import { reasonOf } from './reason'

/** The way through the organisation's identity provider. */
export function SingleSignOn({ next }: { next: string }) {
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const start = async () => {
    setIsPending(true)
    setRefusal(null)
    try {
      window.location.assign(await startSingleSignOn(next))
    } catch (error) {
      setRefusal(reasonOf(error))
      setIsPending(false)
    }
  }
  return (
    <div className="grid gap-4">
      <div className="flex items-center gap-3 text-muted text-xs">
        <span aria-hidden className="h-px flex-1 bg-line" />
        or
        <span aria-hidden className="h-px flex-1 bg-line" />
      </div>
      {refusal ? <FormAlert>{refusal}</FormAlert> : null}
      <Button size="lg" isPending={isPending} onClick={start}>
        {isPending ? null : <KeyRound aria-hidden />}
        Sign in with single sign-on
      </Button>
    </div>
  )
}

'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { isPageOutdated } from '@/lib/core/http/page-build'

const ASK_MS = 5_000

interface DrawErrorProps {
  title: string
  onRetry: () => void
  children: ReactNode
}

/**
 * What stands where drawing failed. A page that another build drew may not understand what the server answers now, or lack a part
 * that is gone: it is reloaded, since to try again would fail as well.
 */
export function DrawError({ title, onRetry, children }: DrawErrorProps) {
  const [isOutdated, setIsOutdated] = useState(false)
  useEffect(() => {
    const ask = () => void isPageOutdated().then(setIsOutdated)
    ask()
    // While a server is being updated it may not answer at all.
    const asking = setInterval(ask, ASK_MS)
    return () => clearInterval(asking)
  }, [])
  if (!isOutdated)
    return (
      <ErrorState title={title} onRetry={onRetry}>
        {children}
      </ErrorState>
    )
  return (
    <ErrorState title="Guildhall was updated" retryLabel="Reload" onRetry={() => window.location.reload()}>
      This page was opened before the update. Reload it to continue.
    </ErrorState>
  )
}

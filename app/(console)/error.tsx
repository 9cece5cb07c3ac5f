'use client'

import { DrawError } from '@/components/screen/draw-error'
import { PageHydrated } from '@/components/shell/page-hydrated'
import { Card } from '@/components/ui/card'

/** A page of the console that could not be drawn; the shell around it still works. */
export default function ConsoleError({ reset }: { reset: () => void }) {
  return (
    <Card>
      <DrawError title="This page could not be shown" onRetry={reset}>
        Nothing was changed. If this happens again, check the server log and Health under Operations.
      </DrawError>
      <PageHydrated />
    </Card>
  )
}

'use client'

import { DrawError } from '@/components/screen/draw-error'

/** The last resort, where even the shell could not be drawn: most often the database is away for a moment. */
export default function RootError({ reset }: { reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div>
        <h1 className="sr-only">Error</h1>
        <DrawError title="Guildhall can not show this now" onRetry={reset}>
          Nothing was changed. If the database was restarted, it is back in a moment.
        </DrawError>
      </div>
    </main>
  )
}

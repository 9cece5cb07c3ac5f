'use client'

import { DrawError } from '@/components/screen/draw-error'

/** The last resort, where even the shell could not be drawn: most often the database is away for a moment. */
export default function RootError({ reset }: { reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div>
        <h1 className="sr-only">Error</h1>
        <DrawError title="Guildhall can’t show this page" onRetry={reset}>
          Nothing was changed. The database may be restarting. Try again in a moment.
        </DrawError>
      </div>
    </main>
  )
}

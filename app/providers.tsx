'use client'

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { EarlyClicks } from '@/components/ui/early-clicks'
import { LiveRegion } from '@/components/ui/live-region'
import { ToasterMount } from '@/components/ui/toaster-mount'
import { ApiError } from '@/lib/core/http/client'

interface ProvidersProps {
  /** Of this response's content security policy. */
  nonce: string | undefined
  children: ReactNode
}

/** What every page stands in: data, theme, state in the URL, toasts. */
export function Providers({ nonce, children }: ProvidersProps) {
  const [client] = useState(() => {
    handOverNonce(nonce)
    return makeQueryClient()
  })
  return (
    <QueryClientProvider client={client}>
      <EarlyClicks nonce={nonce} />
      <ThemeProvider
        attribute="data-theme"
        defaultTheme="system"
        enableColorScheme={false}
        disableTransitionOnChange
        {...(nonce ? { nonce } : {})}
      >
        <NuqsAdapter>
          {children}
          <LiveRegion />
          <ToasterMount />
        </NuqsAdapter>
      </ThemeProvider>
    </QueryClientProvider>
  )
}

/** Where Radix' scroll lock (by way of get-nonce) looks for the nonce of the style element that it adds. */
function handOverNonce(nonce: string | undefined): void {
  if (typeof window !== 'undefined' && nonce) Object.assign(window, { __webpack_nonce__: nonce })
}

const RETRIES = 2

/** The session is over (revoked, or run out): the way back in, and back here. */
function leadToSignIn(error: Error): void {
  if (!(error instanceof ApiError) || error.status !== 401) return
  const { pathname, search } = window.location
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leadToSignIn }),
    defaultOptions: {
      queries: {
        // Fresh until a hint says otherwise: see components/shell/use-live-changes.ts.
        staleTime: 60_000,
        // A refusal stays one; what could not be reached or was too busy is worth another try.
        retry: (failures, error) =>
          failures < RETRIES && !(error instanceof ApiError && error.status < 500 && error.status !== 429),
        refetchOnWindowFocus: false,
        // The shell refetches all by itself after the connection was gone.
        refetchOnReconnect: false,
      },
    },
  })
}

import '@fontsource-variable/inter/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { buildId } from '@/lib/core/http/build'
import { Providers } from './providers'

export const metadata: Metadata = {
  title: { default: 'Guildhall', template: '%s · Guildhall' },
  description: 'The operations room of an online community.',
  applicationName: 'Guildhall',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fcfbf9' },
    { media: '(prefers-color-scheme: dark)', color: '#12100e' },
  ],
}

/** The proxy makes a nonce per response and hands it over in this request header. */
const NONCE_HEADER = 'x-nonce'

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined
  return (
    // The theme is set on the element before the first paint, so that it differs from what the server sent.
    <html lang="en" data-build={buildId()} suppressHydrationWarning>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}

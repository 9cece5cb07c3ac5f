import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { BrandMark } from '@/components/shell/brand'

/** Unlike the console, these pages are there to be found. */
export const metadata: Metadata = { robots: { index: true, follow: true } }

export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-4xl grid-rows-[auto_1fr] gap-6 px-4 py-8 sm:py-12">
      <header className="flex items-center gap-2.5 font-semibold text-muted text-sm">
        <BrandMark className="size-6" />
        Guildhall
      </header>
      <main className="grid content-start gap-5">{children}</main>
    </div>
  )
}

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Arches } from '@/components/auth/arches'
import { BrandMark } from '@/components/shell/brand'

export const metadata: Metadata = { referrer: 'no-referrer', robots: { index: false, follow: false } }

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="relative isolate grid min-h-dvh place-items-center overflow-hidden px-4 py-10">
      <Arches />
      <main className="relative grid w-full max-w-[24rem] gap-5">
        <p className="flex items-center justify-center gap-2.5 font-semibold text-lg tracking-tight">
          <BrandMark className="size-7" />
          Guildhall
        </p>
        {children}
      </main>
    </div>
  )
}

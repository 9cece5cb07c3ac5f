import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'

interface AuthCardProps {
  title: string
  /** One sentence under it. */
  intro?: ReactNode
  children?: ReactNode
}

/** The one card of a page before sign-in. */
export function AuthCard({ title, intro, children }: AuthCardProps) {
  return (
    <Card className="grid gap-5 p-6 shadow-float sm:p-7">
      <header className="grid gap-1.5">
        <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
        {intro ? <p className="text-pretty text-muted">{intro}</p> : null}
      </header>
      {children}
    </Card>
  )
}

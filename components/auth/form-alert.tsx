import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** Why a whole form was refused; announced when it appears. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-control bg-danger-soft px-3 py-2.5 text-danger-text text-sm"
    >
      <CircleAlert aria-hidden className="mt-px size-4 shrink-0 stroke-[1.75]" />
      {children}
    </p>
  )
}

import { type ReactNode, useId } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Label } from '@/components/ui/label'

interface ShownOnceProps {
  /** What it is: "API key". */
  label: string
  value: string
  copyLabel: string
  /** Guildhall itself has to have it as well, to sign with it, say. */
  isKept?: boolean
  /** What it opens, and until when. */
  children: ReactNode
}

/** A secret at the only time that it is on a screen, ready to be copied. */
export function ShownOnce({ label, value, copyLabel, isKept = false, children }: ShownOnceProps) {
  const id = useId()
  return (
    <div className="grid gap-3">
      <p className="text-muted text-sm">{children}</p>
      <div className="grid gap-1.5">
        <Label htmlFor={id}>{label}</Label>
        <div className="flex gap-2">
          <input
            id={id}
            readOnly
            value={value}
            spellCheck={false}
            onFocus={(event) => event.target.select()}
            className="h-8 min-w-0 flex-1 rounded-control border border-line-control bg-sunken px-2.5 font-mono text-sm"
          />
          <CopyButton text={value} label={copyLabel} variant="primary" />
        </div>
      </div>
      <p className="text-muted text-xs">
        You won’t see this again. {isKept ? 'Guildhall stores it encrypted.' : 'Guildhall doesn’t store it.'}
      </p>
    </div>
  )
}

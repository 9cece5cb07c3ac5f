import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: string
  /** One sentence, or the key figures. */
  children?: ReactNode
  /** Buttons, the primary one last. */
  actions?: ReactNode
}

export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {children ? <div className="mt-1 text-muted">{children}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  )
}

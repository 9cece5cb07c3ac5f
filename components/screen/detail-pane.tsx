import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { IconButton } from '@/components/ui/icon-button'

interface DetailPaneProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** What is selected in a list, beside it and in sight while the list scrolls. */
export function DetailPane({ title, onClose, children }: DetailPaneProps) {
  return (
    <Card className="sticky top-16 flex max-h-[calc(100dvh-5rem)] w-[26rem] shrink-0 flex-col self-start max-xl:hidden">
      <div className="flex items-center gap-2 border-line border-b py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
        <IconButton icon={X} label="Close" onClick={onClose} side="left" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className="min-h-0 overflow-y-auto p-4" tabIndex={0} aria-label={title}>
        {children}
      </section>
    </Card>
  )
}

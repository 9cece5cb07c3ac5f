'use client'

import { ChartNoAxesColumn } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { ChartActions, type Download } from './chart-actions'
import { PlotSkeleton } from './chart-skeleton'
import { plotBox } from './plot-box'

export interface ChartCardProps {
  title: string
  /** The current value and its change, or what the reader should know. */
  subtitle?: ReactNode
  status: 'pending' | 'error' | 'success'
  /** Older figures stay in sight, paler, while newer come. */
  isStale?: boolean
  /** Why it failed, in a sentence. */
  error?: string | undefined
  onRetry?: () => void
  /** Why there is nothing to show; the card then says so instead of drawing. */
  emptyReason?: ReactNode
  /** Of the drawing: pixels, or a CSS length. */
  height?: number | string
  /** The same figures as a table, within the height that is given. */
  table?: (height: number | string) => ReactNode
  /** For a card whose view is in the URL; else it remembers by itself. */
  isTable?: boolean
  onTableChange?: (isTable: boolean) => void
  downloads?: readonly Download[]
  /** Definition, source and what is behind a point: shown in a dialog, which it may close. */
  howComputed?: (close: () => void) => ReactNode
  copyLink?: () => string
  /** Further menu items. */
  menu?: ReactNode
  hasFullScreen?: boolean
  className?: string
  /** Draws at the height that is given: in the card, and in full screen. */
  children: (height: number | string) => ReactNode
}

const FULL_HEIGHT = 'calc(100dvh - 140px)'

/** The frame of every chart: title, figures, actions, and its loading, empty and error states, all of one size. */
export function ChartCard(props: ChartCardProps) {
  const { title, subtitle, status, table, children, height = 250, className } = props
  const { isTable: isTableOutside, onTableChange, howComputed } = props
  const id = useId()
  const card = useRef<HTMLElement>(null)
  const [isTableInside, setTableInside] = useState(false)
  const [dialog, setDialog] = useState<'full' | 'how' | null>(null)
  const isTable = isTableOutside ?? isTableInside
  const isReady = status === 'success' && !props.emptyReason
  const close = (isOpen: boolean) => (isOpen ? undefined : setDialog(null))
  // It was opened from a menu that is gone; the menu's button is where one was.
  const focusMenu = (event: Event) => {
    event.preventDefault()
    card.current?.querySelector<HTMLElement>('[data-chart-more]')?.focus()
  }
  return (
    <Card ref={card} aria-labelledby={id} className={cn('flex flex-col px-4 pt-3.5 pb-2.5 max-sm:px-3', className)}>
      {/* What a longer head takes from a neighbour goes between, so that the plots of a row stand on one line. */}
      <div className="mb-auto flex items-start gap-2 pb-2">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {/* Kept one line high, or the cards beside it would jump. */}
          <div className="num min-h-[18px] text-muted text-sm">
            {status === 'pending' ? <Skeleton className="mt-1 h-3 w-48 max-w-full" /> : subtitle}
          </div>
        </div>
        {isReady ? (
          <ChartActions
            title={title}
            isTable={isTable}
            onTable={table ? () => (onTableChange ?? setTableInside)(!isTable) : undefined}
            downloads={props.downloads ?? []}
            onFullScreen={props.hasFullScreen === false ? undefined : () => setDialog('full')}
            onHow={howComputed ? () => setDialog('how') : undefined}
            copyLink={props.copyLink}
            menu={props.menu}
          />
        ) : null}
      </div>
      <ChartBody {...props} height={height} isTable={isTable} />
      <Dialog open={dialog === 'full'} onOpenChange={close}>
        <DialogContent title={title} description={subtitle} size="full">
          {dialog === 'full' ? children(FULL_HEIGHT) : null}
        </DialogContent>
      </Dialog>
      <Dialog open={dialog === 'how'} onOpenChange={close}>
        <DialogContent title={`Definition of “${title}”`} onCloseAutoFocus={focusMenu}>
          {howComputed?.(() => setDialog(null))}
        </DialogContent>
      </Dialog>
    </Card>
  )
}

function ChartBody(props: ChartCardProps & { height: number | string; isTable: boolean }) {
  const { title, status, height, isStale, isTable, table, children, emptyReason, error, onRetry } = props
  if (status === 'pending') {
    return (
      <div role="status" aria-label={`Loading ${title}`}>
        <PlotSkeleton height={height} />
      </div>
    )
  }
  const box = plotBox(height)
  if (status === 'error') {
    return (
      <div {...box} className={cn(box.className, 'grid place-items-center overflow-y-auto')}>
        <ErrorState title={`${title} could not be loaded`} className="py-2" {...(onRetry ? { onRetry } : {})}>
          {error}
        </ErrorState>
      </div>
    )
  }
  if (emptyReason) {
    return (
      <div {...box} className={cn(box.className, 'grid place-items-center overflow-y-auto')}>
        <EmptyState icon={ChartNoAxesColumn} title="No data" className="py-2">
          {emptyReason}
        </EmptyState>
      </div>
    )
  }
  return (
    <div className={cn(isStale && '[&_[data-chart-plot]]:stale')} aria-busy={isStale || undefined}>
      {isTable && table ? <div className="-mx-4 max-sm:-mx-3">{table(height)}</div> : null}
      {/* Kept while the table is shown, for the picture that may be asked for. */}
      <div hidden={isTable}>{children(height)}</div>
    </div>
  )
}

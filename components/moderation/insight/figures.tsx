'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { countOf, formatNumber, formatPercent } from '@/components/ui/format'
import { formatDuration } from '@/lib/core/time/format'
import type { InsightView } from '@/lib/moderation/schema/insight'
import { Defined } from './defined'
import type { FigureName } from './definitions'
import { agreementLine, agreementText, intervalText, percentText, ratioText, timeText } from './insight-text'

interface FiguresProps {
  data: InsightView
  isStale: boolean
  onSample: () => void
}

/** The period at a glance, each figure with what it is of. */
export function Figures({ data, isStale, onSample }: FiguresProps) {
  const { firstAction, sla, decisions, agreement, overturned, reporters } = data
  return (
    <Card
      aria-label="Figures of this period"
      aria-busy={isStale || undefined}
      className={cn(
        'grid grid-cols-2 overflow-hidden lg:grid-cols-4 [&>*]:-mt-px [&>*]:-ml-px [&>*]:border-line [&>*]:border-t [&>*]:border-l',
        isStale && 'stale',
      )}
    >
      <Figure name="waiting" title="Waiting now" value={formatNumber(data.backlog.waiting)}>
        <Waiting data={data} />
      </Figure>
      <Figure name="firstAction" title="Time to first action" value={timeText(firstAction.p50)}>
        p90 {timeText(firstAction.p90)}, p99 {timeText(firstAction.p99)}; {countOf(firstAction.n, 'case')}
      </Figure>
      <Figure name="sla" title="Decided on time" value={percentText(sla)}>
        {ratioText(sla)} with a due time
      </Figure>
      <Figure name="decisions" title="Decisions" value={formatNumber(decisions.count)}>
        {percentText(decisions.reversed)} reversed ({formatNumber(decisions.reversed.part)})
      </Figure>
      <Figure name="agreement" title="Agreement" value={agreementText(agreement)}>
        {agreementLine(agreement)}
      </Figure>
      <Figure name="overturned" title="Appeals overturned" value={percentText(overturned)}>
        {ratioText(overturned)} decided{overturned.interval ? `; ${intervalText(overturned)}` : ''}
      </Figure>
      <Figure name="reporters" title="Correct reports" value={percentText(reporters.right)}>
        {ratioText(reporters.right)} decided
      </Figure>
      <Figure name="sample" title="Second review sample" value={formatPercent(data.sampleShare)}>
        of decisions{' '}
        <Button variant="link" className="h-auto px-0" onClick={onSample}>
          Change
        </Button>
      </Figure>
    </Card>
  )
}

interface FigureProps {
  name: FigureName
  title: string
  value: string
  children: ReactNode
}

function Figure({ name, title, value, children }: FigureProps) {
  return (
    <div className="grid min-w-0 content-start gap-0.5 px-4 py-3.5 max-sm:px-3">
      <div className="flex items-start gap-1">
        <h2 className="min-w-0 text-muted text-sm">{title}</h2>
        <Defined name={name} title={title} />
      </div>
      <p className="num font-semibold text-2xl tracking-tight">{value}</p>
      <p className="num text-muted text-sm">{children}</p>
    </div>
  )
}

function Waiting({ data: { backlog } }: { data: InsightView }) {
  const now = useNow()
  if (backlog.waiting === 0) return 'no cases waiting'
  const age = backlog.oldestAt ? formatDuration(Math.max(0, now - Date.parse(backlog.oldestAt))) : ''
  return (
    <>
      {backlog.overdue > 0 ? (
        <span className="font-medium text-danger-text">{formatNumber(backlog.overdue)} overdue</span>
      ) : (
        'none overdue'
      )}
      , oldest waiting for {age}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { ListState } from '@/components/screen/list-state'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { FieldError } from '@/components/ui/field'
import type { RuleDetail } from '@/lib/moderation/schema/automatic-rules'
import { BacktestItem } from './backtest-item'
import { backtestsQuery, useStartBacktest } from './rules-client'

interface BacktestsCardProps {
  rule: RuleDetail
  canWrite: boolean
}

/** How the rule was tested, with its figures and its mistakes, and the way to test it again. */
export function BacktestsCard({ rule, canWrite }: BacktestsCardProps) {
  const list = useQuery(backtestsQuery(rule.id))
  const start = useStartBacktest(rule.id)
  const [problem, setProblem] = useState<string | null>(null)
  const begin = (file: File | null) => {
    setProblem(null)
    start.mutate(file, { onError: (error) => setProblem(describeFailure(error)) })
  }
  const items = list.data?.items ?? []
  return (
    <Card aria-label="Backtests">
      <CardHeader className="items-center pb-3">
        <CardTitle className="flex-1">Backtests</CardTitle>
        {canWrite ? <StartButtons isPending={start.isPending} onStart={begin} /> : null}
      </CardHeader>
      {problem ? (
        <div className="px-4 pb-3">
          <FieldError>{problem}</FieldError>
        </div>
      ) : null}
      <div className="border-line border-t">
        <ListState query={list} noun="backtests" columns={3}>
          {items.length === 0 ? (
            <EmptyState icon={FlaskConical} title="Not tested yet">
              A backtest runs the rule on labelled texts: past decisions, or a CSV file with the columns text and label
              (1 if the rule should match, 0 if not).
            </EmptyState>
          ) : (
            <ul>
              {items.map((item, index) => (
                <BacktestItem key={item.id} item={item} isOpen={index === 0} canWrite={canWrite} />
              ))}
            </ul>
          )}
        </ListState>
      </div>
    </Card>
  )
}

function StartButtons({ isPending, onStart }: { isPending: boolean; onStart: (file: File | null) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" isPending={isPending} onClick={() => onStart(null)}>
        Test on past decisions
      </Button>
      <Button size="sm" isPending={isPending} onClick={() => input.current?.click()}>
        <Upload aria-hidden />
        Test on a file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        className="hidden"
        aria-label="File of labelled texts"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same file may be chosen again.
          event.target.value = ''
          if (file) onStart(file)
        }}
      />
    </div>
  )
}

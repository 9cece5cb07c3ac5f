'use client'

import { useQuery } from '@tanstack/react-query'
import { ListState } from '@/components/screen/list-state'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { Chip } from '@/components/ui/chip'
import { EmptyState } from '@/components/ui/empty-state'
import { Table, TableCell, TableFrame, TableHead, TableRow } from '@/components/ui/table'
import type { LadderStep } from '@/lib/moderation/schema/ladder'
import { LadderForm } from './ladder-form'
import { ladderQuery } from './policies-client'
import { stepText } from './policy-text'

/** Where strikes lead: the steps, to be read by moderators and edited by managers. */
export function LadderCard({ mayWrite }: { mayWrite: boolean }) {
  const ladder = useQuery(ladderQuery())
  return (
    <Card aria-label="Ladder">
      <CardHeader className="pb-3">
        <div>
          <CardTitle>Ladder</CardTitle>
          <p className="mt-0.5 max-w-prose text-muted text-sm">
            A member reaches a step by accumulating its number of points within its number of days. Guildhall then
            proposes the step with the decision or applies it automatically. Only the highest step reached counts.
          </p>
        </div>
      </CardHeader>
      <ListState query={ladder} noun="ladder" columns={4}>
        {ladder.data ? mayWrite ? <LadderForm ladder={ladder.data} /> : <Steps steps={ladder.data.items} /> : null}
      </ListState>
    </Card>
  )
}

function Steps({ steps }: { steps: readonly LadderStep[] }) {
  if (steps.length === 0)
    return <EmptyState title="No steps">Strikes are counted but have no automatic consequences.</EmptyState>
  return (
    <TableFrame className="border-line border-t">
      <Table>
        <caption className="sr-only">Ladder</caption>
        <thead>
          <tr>
            <TableHead>Points</TableHead>
            <TableHead>Time window</TableHead>
            <TableHead>Step</TableHead>
            <TableHead>Mode</TableHead>
          </tr>
        </thead>
        <tbody className="num">
          {steps.map((step) => (
            <TableRow key={step.points}>
              <TableCell>{step.points}</TableCell>
              <TableCell>{step.days} days</TableCell>
              <TableCell className="font-medium">{stepText(step)}</TableCell>
              <TableCell>
                <Chip tone={step.isApplied ? 'warn' : 'neutral'}>{step.isApplied ? 'automatic' : 'proposed'}</Chip>
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  )
}

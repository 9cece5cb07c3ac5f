import { useQuery } from '@tanstack/react-query'
import { Globe, Undo2 } from 'lucide-react'
import { describeFailure } from '@/components/screen/form-problem'
import { ListState } from '@/components/screen/list-state'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import type { QuarterView } from '@/lib/moderation/schema/transparency'
import { quarterQuery, usePublish, useUnpublish } from './exports-client'
import { quarterMonths, quarterText } from './quarter-text'
import { SummaryView } from './summary-view'

interface QuarterDialogProps {
  /** Null for a closed dialog. */
  quarter: QuarterView | null
  mayWrite: boolean
  onClose: () => void
}

/** What the public sees of a quarter, or would see; and the way to change that. */
export function QuarterDialog({ quarter, mayWrite, onClose }: QuarterDialogProps) {
  return (
    <Dialog open={quarter !== null} onOpenChange={onClose}>
      {quarter ? <Content quarter={quarter} mayWrite={mayWrite} onClose={onClose} /> : null}
    </Dialog>
  )
}

interface ContentProps {
  quarter: QuarterView
  mayWrite: boolean
  onClose: () => void
}

function Content({ quarter, mayWrite, onClose }: ContentProps) {
  const detail = useQuery(quarterQuery(quarter.quarter))
  const publish = usePublish()
  const withdraw = useUnpublish()
  const act = async (change: typeof publish | typeof withdraw, said: string) => {
    try {
      await change.mutateAsync(quarter.quarter)
      toast(said)
      onClose()
    } catch (error) {
      toast(describeFailure(error), { tone: 'danger' })
    }
  }
  const words = quarterText(quarter.quarter)
  const isPending = publish.isPending || withdraw.isPending
  return (
    <DialogContent
      size="lg"
      title={quarterMonths(quarter.quarter)}
      description={describe(quarter)}
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          {mayWrite && quarter.published ? (
            <Button
              variant="danger-outline"
              isPending={isPending}
              onClick={() => void act(withdraw, `${words} is no longer public`)}
            >
              <Undo2 aria-hidden />
              Withdraw {words}
            </Button>
          ) : null}
          {mayWrite && !quarter.published && quarter.isOver && detail.data ? (
            <Button variant="primary" isPending={isPending} onClick={() => void act(publish, `${words} is now public`)}>
              <Globe aria-hidden />
              Publish {words}
            </Button>
          ) : null}
        </>
      }
    >
      <ListState query={detail} noun="transparency report" columns={3}>
        {detail.data ? <SummaryView summary={detail.data.summary} /> : null}
      </ListState>
    </DialogContent>
  )
}

function describe({ published, isOver }: QuarterView): string {
  if (published) return 'Everyone can see this report, with the counts from when it was published.'
  return isOver
    ? 'This report isn’t public yet. After you publish it, its counts no longer change.'
    : 'Counts so far. You can publish this report when the quarter is over.'
}

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { countOf } from '@/components/ui/format'
import { toast } from '@/components/ui/toast'
import { lengthText } from '../length-text'
import { useRespondToBreak, wellnessQuery } from './media-client'

/** Proposes a break, and takes either answer. */
export function BreakDialog({ onEnd }: { onEnd: () => void }) {
  const router = useRouter()
  const answer = useRespondToBreak()
  const wellness = useQuery(wellnessQuery()).data
  const end = async (isTaken: boolean) => {
    try {
      await answer.mutateAsync()
    } catch (error) {
      toast('The break was not saved', { tone: 'danger', description: describeFailure(error) })
    }
    // Leaving the page lets go of the case.
    if (isTaken) router.push('/moderation/break')
    else onEnd()
  }
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || void end(false)}>
      <DialogContent
        title="Time for a short break?"
        size="sm"
        footer={
          <>
            <Button onClick={() => void end(false)}>Continue</Button>
            <Button variant="primary" onClick={() => void end(true)}>
              Take a break
            </Button>
          </>
        }
      >
        <p className="text-muted">
          {wellness
            ? `You viewed ${countOf(wellness.recent, 'picture')} within ${lengthText(wellness.settings.breakMinutes)}. `
            : ''}
          A break releases this case so that someone else can claim it. No one is notified.
        </p>
      </DialogContent>
    </Dialog>
  )
}

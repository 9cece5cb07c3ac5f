import { RotateCcw } from 'lucide-react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { countOf } from '@/components/ui/format'
import { toast } from '@/components/ui/toast'
import type { WebhookView } from '@/lib/webhooks/schema'
import { useReplayDead } from './deliveries-client'

/** Sends everything that was given up once more: after an outage that was longer than the retries. */
export function ReplayAll({ webhook }: { webhook: WebhookView }) {
  const mutation = useReplayDead()
  const replay = async () => {
    try {
      const { replayed } = await mutation.mutateAsync(webhook.id)
      toast(`${countOf(replayed, 'delivery', 'deliveries')} will be sent again`)
    } catch (error) {
      toast('The deliveries could not be replayed', { tone: 'danger', description: describeFailure(error) })
    }
  }
  return (
    <Button size="sm" isPending={mutation.isPending} onClick={() => void replay()}>
      <RotateCcw aria-hidden />
      Replay all {webhook.deadCount}
    </Button>
  )
}

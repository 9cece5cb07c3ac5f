import { describeFailure } from '@/components/screen/form-problem'
import { toast } from '@/components/ui/toast'
import type { DeliveryView } from '@/lib/webhooks/schema'
import { useReplay } from './deliveries-client'

/** Sends a delivery again and says how that went; `replayingId` is the one that is being asked for. */
export function useReplayNow() {
  const mutation = useReplay()
  const replay = async ({ id, host }: Pick<DeliveryView, 'id' | 'host'>) => {
    try {
      await mutation.mutateAsync(id)
      toast(`Sending again to ${host}`)
    } catch (error) {
      toast('The delivery could not be replayed', { tone: 'danger', description: describeFailure(error) })
    }
  }
  return { replay, replayingId: mutation.isPending ? mutation.variables : null }
}

import { useQuery } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { Fact, FactList } from '@/components/screen/facts'
import { ListState } from '@/components/screen/list-state'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { formatDuration } from '@/lib/core/time/format'
import type { DeliveryDetail as Delivery } from '@/lib/webhooks/schema'
import { deliveryQuery } from './deliveries-client'
import { DeliveryStateChip } from './delivery-state'
import { useReplayNow } from './use-replay-now'
import { EventTitle } from './webhook-events'
import { meaningOf, responseText } from './webhook-text'

/** A delivery whole: what was sent, how often, and what came back. */
export function DeliveryDetail({ id, mayReplay }: { id: string; mayReplay: boolean }) {
  const query = useQuery(deliveryQuery(id))
  const { replay, replayingId } = useReplayNow()
  const delivery = query.data
  return (
    <ListState query={query} noun="delivery" columns={2}>
      {delivery ? (
        <div className="grid gap-5">
          <div className="grid gap-2">
            <div className="flex items-center gap-2">
              <DeliveryStateChip state={delivery.state} />
              {mayReplay && delivery.canReplay ? (
                <Button
                  size="sm"
                  className="ml-auto"
                  isPending={replayingId !== null}
                  onClick={() => void replay(delivery)}
                >
                  <RotateCcw aria-hidden />
                  Replay
                </Button>
              ) : null}
            </div>
            <p className="text-muted text-sm">{meaningOf(delivery)}</p>
            {delivery.error ? (
              <p className="break-words rounded-control bg-danger-soft px-3 py-2 text-danger-text text-sm">
                {delivery.error}
              </p>
            ) : null}
          </div>
          <DeliveryFacts delivery={delivery} />
          <Payload delivery={delivery} />
        </div>
      ) : null}
    </ListState>
  )
}

function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  return (
    <FactList>
      <Fact name="Event">
        <EventTitle name={delivery.event} /> <code className="font-mono text-muted text-xs">{delivery.event}</code>
      </Fact>
      {delivery.subject ? (
        <Fact name="About">
          <code className="font-mono text-xs">{delivery.subject}</code>
        </Fact>
      ) : null}
      <Fact name="Queued">
        <RelativeTime at={delivery.createdAt} />
      </Fact>
      {delivery.replayedAt ? (
        <Fact name="Replayed">
          <RelativeTime at={delivery.replayedAt} />
        </Fact>
      ) : null}
      <Fact name="Attempts">{delivery.attempts}</Fact>
      {delivery.triedAt ? (
        <Fact name="Last attempt">
          <RelativeTime at={delivery.triedAt} />
          {delivery.tookMs === null ? null : `, took ${formatDuration(delivery.tookMs)}`}
        </Fact>
      ) : null}
      {delivery.triedAt ? <Fact name="Response">{responseText(delivery)}</Fact> : null}
      {delivery.receiver?.externalId ? <Fact name="External ID">{delivery.receiver.externalId}</Fact> : null}
      {delivery.nextAt ? (
        <Fact name="Next attempt">
          <RelativeTime at={delivery.nextAt} isUpcoming />
        </Fact>
      ) : null}
      <Fact name="webhook-id">
        <code className="font-mono text-xs">{delivery.id}</code>
      </Fact>
    </FactList>
  )
}

function Payload({ delivery: { payload, forgottenAt } }: { delivery: Delivery }) {
  if (forgottenAt) {
    return (
      <p className="text-muted text-sm">
        The payload was deleted <RelativeTime at={forgottenAt} />. This delivery can’t be replayed.
      </p>
    )
  }
  return (
    <section aria-label="Payload" className="grid gap-2">
      <h2 className="font-semibold text-sm">Payload</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-96 overflow-auto rounded-control bg-sunken p-3 font-mono text-xs">
        {JSON.stringify(payload, null, 2)}
      </pre>
    </section>
  )
}

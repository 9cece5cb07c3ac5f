import { Chip } from '@/components/ui/chip'
import type { DeliveryState } from '@/lib/webhooks/terms'
import { STATE_LABELS } from './webhook-text'

export function DeliveryStateChip({ state }: { state: DeliveryState }) {
  const { label, tone, icon } = STATE_LABELS[state]
  return (
    <Chip tone={tone} icon={icon} className={state === 'sending' ? '[&_svg]:animate-spin' : undefined}>
      {label}
    </Chip>
  )
}

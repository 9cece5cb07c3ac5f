import { FOREVER, type RetentionSetting } from '../domain'

/** How long data is kept, as Settings → Retention shows it. */
export const RETENTION_SETTINGS: readonly RetentionSetting[] = [
  {
    name: 'keepDeliveryDays',
    position: 70,
    label: 'Delivered webhook payloads',
    hint: 'Deletes payloads and responses this many days after a delivery was accepted or cancelled. The delivery’s times and outcome stay.',
    dropped: 'payloads and responses of webhooks',
    otherwise: FOREVER,
    suggestion: 90,
  },
  {
    name: 'keepDeadDeliveryDays',
    position: 80,
    label: 'Failed webhook payloads',
    hint: 'Deletes the payloads of failed deliveries. You can replay a delivery until then.',
    dropped: 'payloads of failed webhooks, which can no longer be replayed',
    otherwise: FOREVER,
    suggestion: 365,
  },
]

import type { RetentionSetting } from '../domain'

/** How long data is kept, as Settings → Retention shows it. */
export const RETENTION_SETTINGS: readonly RetentionSetting[] = [
  {
    name: 'messageTextDays',
    position: 10,
    label: 'Message text',
    hint: 'Deletes the text of messages. Author, time, channel and all figures stay.',
    dropped: 'message text',
    otherwise: { label: 'Not stored', value: 0 },
    suggestion: 90,
  },
]

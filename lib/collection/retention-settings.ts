import { FOREVER, type RetentionSetting } from '../domain'

/** How long data is kept, as Settings → Retention shows it. */
export const RETENTION_SETTINGS: readonly RetentionSetting[] = [
  {
    name: 'keepRunDays',
    position: 50,
    label: 'Collection runs',
    hint: 'Deletes runs and their errors. The collected data stays.',
    dropped: 'collection runs',
    otherwise: FOREVER,
    suggestion: 400,
  },
]

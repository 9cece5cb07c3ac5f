import { FOREVER, type RetentionSetting } from '../domain'

/** How long data is kept, as Settings → Retention shows it. */
export const RETENTION_SETTINGS: readonly RetentionSetting[] = [
  {
    name: 'keepEvidenceDays',
    position: 60,
    label: 'Evidence of decided cases',
    hint: 'Deletes evidence and the text of reports this many days after the decision. Decisions and all figures stay. Backtests only use decisions that still have their text.',
    dropped: 'evidence of decided cases',
    otherwise: FOREVER,
    suggestion: 365,
  },
  {
    name: 'keepMediaDays',
    position: 90,
    label: 'Media copies',
    hint: 'Deletes pictures, videos and sounds of reported items this many days after the decision. Texts, reports and decisions stay.',
    dropped: 'copies of reported pictures, videos and sounds',
    otherwise: FOREVER,
    suggestion: 365,
  },
]

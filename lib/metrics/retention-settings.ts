import { FOREVER, type RetentionSetting } from '../domain'

/** How long data is kept, as Settings → Retention shows it. */
export const RETENTION_SETTINGS: readonly RetentionSetting[] = [
  {
    name: 'keepRawDays',
    position: 20,
    label: 'Collected samples',
    hint: 'Deletes individual samples. Figures for 15 minutes and longer stay. Late data for deleted days is rejected.',
    dropped: 'individual samples',
    otherwise: FOREVER,
    suggestion: 90,
  },
  {
    name: 'keepQuarterDays',
    position: 30,
    label: '15-minute figures',
    hint: 'Deletes figures finer than an hour. After that, time zones with a half-hour offset show correct daily figures only if they are the community’s time zone.',
    dropped: 'figures finer than an hour',
    otherwise: FOREVER,
    suggestion: 400,
  },
  {
    name: 'keepHourDays',
    position: 40,
    label: 'Hourly figures',
    hint: 'Deletes figures finer than a day. Daily, weekly and monthly figures stay.',
    dropped: 'figures finer than a day',
    otherwise: FOREVER,
    suggestion: 800,
  },
]

import type { RetentionSetting } from '../domain'
import { DOMAINS } from '../domains'

/** Every domain's settings for how long something is kept, in the order of the page Retention. */
export const listRetentionSettings = (): RetentionSetting[] =>
  DOMAINS.flatMap(({ retentionSettings = [] }) => retentionSettings).toSorted((a, b) => a.position - b.position)

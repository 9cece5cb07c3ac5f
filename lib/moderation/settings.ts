import { z } from 'zod'
import { setting } from '../domain.shared'
import { inOrder } from '../settings/in-order'
import { keptDays } from '../settings/kept-days'
import { APPEAL_DAYS } from './rules/appeals'
import { LANGUAGES, TERRITORIES } from './schema/dsa-terms'

export const moderationSettings = {
  /** What was seen of an item and said about it, from the decision on: longer than it can be appealed. */
  keepEvidenceDays: setting(
    keptDays.refine(
      (days) => days === null || days > APPEAL_DAYS,
      `must be more than ${APPEAL_DAYS} days, because decisions can be appealed for that long`,
    ),
    null,
  ),
  /** Days that copies of pictures, videos and sounds are kept after the decision on their case. */
  keepMediaDays: setting(keptDays, 365),
  /** How much all of these copies may take; what is over it is not kept. */
  mediaStoreMiB: setting(z.number().int().min(1).max(1_048_576), 10_240),
  /** What a version of an automatic rule needs before it may act: different labelled texts of a backtest, its precision (0 to 1), or days in shadow. */
  ruleLeastRows: setting(z.number().int().min(1, 'must be at least 1 row').max(1_000_000), 20),
  ruleLeastPrecision: setting(z.number().min(0).max(1), 0.8),
  ruleShadowDays: setting(z.number().int().min(1, 'must be at least 1 day').max(365), 7),
  /** Whether the community sends statements of reasons to the EU's transparency database, and what all of them say. */
  dsaSubmits: setting(z.boolean(), false),
  /** The language of what members write; null: statements don't say. */
  dsaLanguage: setting(z.enum(LANGUAGES).nullable(), null),
  /** States in which decisions hold; none: statements don't say. */
  dsaTerritory: setting(inOrder(z.array(z.enum(TERRITORIES)), TERRITORIES), []),
  /** Share of the decisions, 0 to 1, that somebody else looks at again without knowing them; 0 draws none. */
  secondReviewShare: setting(z.number().min(0, 'must be at least 0').max(1, 'must be at most 1'), 0.05),
}

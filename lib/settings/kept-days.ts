import { z } from 'zod'

/** Days that something is kept; null keeps it for ever. */
export const keptDays = z
  .number('must be a number of days')
  .int('must be a whole number of days')
  .min(1, 'must be at least 1 day')
  .max(36_500, 'must be at most 36,500 days')
  .nullable()

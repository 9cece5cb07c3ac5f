import { z } from 'zod'

/** Days that something is kept; null keeps it for ever. */
export const keptDays = z
  .number('is a number of days')
  .int('is a whole number of days')
  .min(1, 'is at least 1 day')
  .max(36_500, 'is at most 36,500 days')
  .nullable()

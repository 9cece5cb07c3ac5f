import { z } from 'zod'
import { describedAs } from '../http/described-as'
import { hasKnownYear, hasShortFraction } from './is-instant'

const NOT_AN_INSTANT = 'Use an RFC 3339 instant from the years 1900 to 2199.'
const NOT_A_DATE = 'Use a date from the years 1900 to 2199.'

/**
 * An RFC 3339 instant as input, whose `t` and `z` may be small letters. Bounded, because PostgreSQL knows no year 0 and what is
 * computed from an instant (a period before it, a local day) must not leave the calendar either.
 */
export const instantInput = describedAs(
  z
    .string(NOT_AN_INSTANT)
    .overwrite((text) => text.toUpperCase())
    .pipe(
      z.iso
        .datetime({ offset: true, error: NOT_AN_INSTANT })
        .refine((text) => hasKnownYear(text) && hasShortFraction(text), NOT_AN_INSTANT),
    ),
  () => z.iso.datetime({ offset: true }),
)

/** `YYYY-MM-DD` as input, within the same years. */
export const dateInput = z.iso.date(NOT_A_DATE).refine(hasKnownYear, NOT_A_DATE)

/** An instant, or a date: the start of that day in a zone that is known from elsewhere. */
export const instantOrDate = z.union(
  [instantInput, dateInput],
  'Use an RFC 3339 instant or a date from the years 1900 to 2199.',
)

/** `2026-q3` as input, within the same years. */
export const quarterInput = z
  .string('Write a quarter like 2026-q3.')
  .regex(/^\d{4}-q[1-4]$/, 'Write a quarter like 2026-q3.')
  .refine(hasKnownYear, 'Use a quarter from the years 1900 to 2199.')

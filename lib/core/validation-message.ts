import type { z } from 'zod'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]
type Sized = { origin: string; inclusive?: boolean | undefined; exact?: boolean | undefined }

/**
 * The one place that puts zod's issues into words: `schema.safeParse(value, { error: validationMessage })`. Each is said of its field,
 * "is required", so that a form can put the field's label before it. A message that the schema gives itself wins.
 */
export function validationMessage(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue.input) ? 'is required' : (TYPE_MESSAGES[issue.expected] ?? INVALID)
    case 'too_small':
      return describeTooSmall(issue, Number(issue.minimum))
    case 'too_big':
      return describeTooBig(issue, Number(issue.maximum))
    case 'invalid_format':
      return FORMAT_MESSAGES[issue.format] ?? 'has the wrong format'
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return `has unknown fields: ${issue.keys.join(', ')}`
    case 'invalid_value':
      return isMissing(issue.input)
        ? 'is required'
        : `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    default:
      return INVALID
  }
}

const INVALID = 'isn’t valid'

/** An empty number field is NaN. */
const isMissing = (input: unknown): boolean =>
  input === undefined || input === null || input === '' || Number.isNaN(input)

const TYPE_MESSAGES: Partial<Record<string, string>> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
  date: 'must be a date',
}

const FORMAT_MESSAGES: Partial<Record<string, string>> = {
  email: 'must be an e-mail address',
  url: 'must be a URL',
  uuid: 'must be an ID',
  datetime: 'must be a date and time',
  date: 'must be a date',
}

const UNITS: Partial<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
  map: ['entry', 'entries'],
  file: ['byte', 'bytes'],
}

const sizeOf = (count: number, [one, many]: readonly [string, string]): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

function describeTooSmall({ origin, inclusive, exact }: Sized, minimum: number): string {
  const units = UNITS[origin]
  if (!units) return `must be ${inclusive ? 'at least' : 'more than'} ${minimum.toLocaleString('en-US')}`
  if (exact) return `must have exactly ${sizeOf(minimum, units)}`
  return origin === 'string' && minimum === 1 ? 'is required' : `must have at least ${sizeOf(minimum, units)}`
}

function describeTooBig({ origin, inclusive, exact }: Sized, maximum: number): string {
  const units = UNITS[origin]
  if (!units) return `must be ${inclusive ? 'at most' : 'less than'} ${maximum.toLocaleString('en-US')}`
  return exact ? `must have exactly ${sizeOf(maximum, units)}` : `can have at most ${sizeOf(maximum, units)}`
}

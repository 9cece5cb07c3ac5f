import { z } from 'zod'
import { encodeCursor } from '@/lib/core/db/keyset'

const NO_ID = '00000000-0000-4000-8000-000000000000'
const YEAR_ZERO = '0000-01-01T00:00:00Z'

const TEXTS = ['', 'a\0b', '\'";--', 'x'.repeat(5_000)]
const NUMBERS = ['-1', '1e400', '99999999999999999999']
const INSTANTS = [YEAR_ZERO, '9999-12-31T23:59:59-14:00', '2026-11-25T10:00:00.1234567890123Z']

/** For any parameter. */
export const HOSTILE_TEXTS = [...TEXTS, ...NUMBERS, ...INSTANTS]

/** Cursors of our own making that fit no list, or hold what no list has. */
export const HOSTILE_CURSORS = [
  'no cursor',
  ...[[], ['a', 'b'], [YEAR_ZERO, 1], ['\0', NO_ID], [YEAR_ZERO, NO_ID], [Number.MAX_SAFE_INTEGER], [1e300]].map(
    (key) => encodeCursor(key),
  ),
]

/** For `[id]` in a path. */
export const HOSTILE_IDS = [
  '\0',
  '%',
  '0',
  '-1',
  '9999999999999999',
  '99999999999999999999',
  '../..',
  '__proto__',
  NO_ID,
]

/** For any member of a body. */
export const HOSTILE_VALUES: unknown[] = [
  ...[null, 1.5, 1e308, 2 ** 53, [], { '\0': 1 }, { a: '\ud800' }],
  ...TEXTS,
  ...INSTANTS,
]

/** Whole bodies, as they come over the wire. */
export const HOSTILE_BODIES = [
  ...[
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '[{}]',
    '\0',
    '{"__proto__":{"role":"operator"}}',
    '{"constructor":{"prototype":1}}',
  ],
  `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
]

/** A body with one member nested far deeper than any. */
export const nestedDeep = (body: object, member: string): string =>
  JSON.stringify({ ...body, [member]: { a: '@' } }).replace('"@"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)

/** What a schema asks for, by name. */
export function membersOf(schema: z.ZodType | undefined): { names: string[]; required: string[] } {
  if (!schema) return { names: [], required: [] }
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return { names: Object.keys(properties), required }
}

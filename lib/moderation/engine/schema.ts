import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { validationMessage } from '@/lib/core/validation-message'

/** How deep a condition may nest, and how many conditions a rule may hold in all. */
export const MAX_DEPTH = 8
export const MAX_CONDITIONS = 50
export const MAX_WORDS = 10_000
export const MAX_DOMAINS = 50_000
export const MAX_PATTERN_LENGTH = 1_000

const DAY_S = 86_400
const INVITE_PLATFORMS = ['discord', 'telegram', 'whatsapp', 'signal', 'slack', 'matrix', 'guilded', 'revolt'] as const
export type InvitePlatform = (typeof INVITE_PLATFORMS)[number]

export const ruleWord = z
  .string()
  .trim()
  .min(1, 'A keyword can’t be empty.')
  .max(100, 'A keyword can have at most 100 characters.')
  .refine((text) => !/^[*?\s]+$/.test(text), 'A keyword must have more than wildcards.')

const DOMAIN_TOO_LONG = 'A domain with its path can have at most 500 characters.'
const withoutScheme = (text: string): string => text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '')

/** A host with at least one dot or an address in brackets, optionally a path behind it; a scheme in front is left away. */
export const ruleDomain = z
  .string()
  .trim()
  .max(600, { error: DOMAIN_TOO_LONG, abort: true })
  .overwrite((text) => (text.includes('/') ? withoutScheme(text) : text))
  .max(500, { error: DOMAIN_TOO_LONG, abort: true })
  .regex(
    /^(?:\[[\da-f:.]+\]|(?!-)[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)+)(?:\/\S*)?$/iu,
    'This isn’t a domain such as example.org or example.org/path.',
  )

const count = (least: number) => z.int().min(least).max(100_000)
const seconds = z.int().min(1).max(DAY_S)

const keywords = z.strictObject({
  kind: z.literal('keywords'),
  words: z.array(ruleWord).min(1).max(MAX_WORDS, `A condition can have at most ${MAX_WORDS} keywords.`),
  /**
   * `word`: no letter, mark, digit or underscore of the same word on either side, as `word-bounds.ts` tells them for every
   * script. `substring`: anywhere. `wildcard`: as `word`, where `*` stands for any of those characters and `?` for one.
   */
  match: z.enum(['word', 'substring', 'wildcard']).default('word'),
  /** Also finds what leet, look-alike letters, invisible characters and spaced-out letters hide. */
  normalise: z.boolean().default(false),
  /** Whole words that excuse a find that lies within them; `*` at an end lets the word go on there. */
  allow: z
    .array(ruleWord.refine((text) => !/[*?]/.test(text.replace(/^\*|\*$/g, '')), 'Use * only at the start or end.'))
    .max(1_000, 'A condition can have at most 1000 exceptions.')
    .optional(),
})

const regex = z.strictObject({
  kind: z.literal('regex'),
  pattern: z
    .string()
    .min(1)
    .max(MAX_PATTERN_LENGTH, `An expression can have at most ${MAX_PATTERN_LENGTH} characters.`),
  /** `i`, `m` and `s`; default `i`. An empty text makes it case-sensitive. */
  flags: z
    .string()
    .refine(
      (text) => /^[ims]*$/.test(text) && new Set(text).size === text.length,
      'Flags can be i, m and s, each at most once.',
    )
    .default('i'),
})

const links = z
  .strictObject({
    kind: z.literal('links'),
    domains: z.array(ruleDomain).max(MAX_DOMAINS, `A condition can have at most ${MAX_DOMAINS} domains.`).default([]),
    /** A link to one of these domains, to any, or to one that is not among these. */
    mode: z.enum(['listed', 'any', 'unlisted']).default('listed'),
  })
  .refine(({ mode, domains }) => mode === 'any' || domains.length > 0, {
    path: ['domains'],
    message: 'Enter at least one domain.',
  })

const repetition = z
  .strictObject({
    kind: z.literal('repetition'),
    /** One character so often in a row. */
    characters: z.int().min(3).max(1_000).optional(),
    /** One word so often in a row. */
    words: z.int().min(2).max(1_000).optional(),
    /** One line so often in the text. */
    lines: z.int().min(2).max(1_000).optional(),
  })
  .refine((value) => [value.characters, value.words, value.lines].some((limit) => limit !== undefined), {
    message: 'Enter how many characters, words or lines repeat.',
  })

const raid = z
  .strictObject({
    kind: z.literal('raid'),
    /** So many members joined in the window. */
    joins: count(2).optional(),
    /** So many members sent this very text in the window. */
    identical: count(2).optional(),
    seconds,
  })
  .refine(({ joins, identical }) => (joins === undefined) !== (identical === undefined), {
    message: 'Enter either joins or identical texts.',
  })

/** The conditions that stand at the leaves of a rule's tree, told apart by `kind`. */
const leafCondition = z.discriminatedUnion(
  'kind',
  [
    keywords,
    regex,
    links,
    z.strictObject({ kind: z.literal('invites'), platforms: z.array(z.enum(INVITE_PLATFORMS)).min(1).optional() }),
    z.strictObject({ kind: z.literal('mentions'), atLeast: z.int().min(1).max(1_000) }),
    z.strictObject({
      kind: z.literal('caps'),
      /** Capitals among the letters, above 0 up to 1. */
      share: z.number().gt(0).max(1),
      /** Letters that a text has to have before this counts. */
      minLength: z.int().min(1).max(10_000).default(10),
    }),
    repetition,
    z.strictObject({
      kind: z.literal('flood'),
      count: count(2),
      seconds,
      by: z.enum(['author', 'channel']).default('author'),
    }),
    z.strictObject({ kind: z.literal('duplicate'), count: count(2), seconds }),
    z.strictObject({ kind: z.literal('accountAge'), underHours: z.number().gt(0).max(87_600) }),
    raid,
    z.strictObject({
      kind: z.literal('classifier'),
      name: z.string().trim().min(1).max(100),
      label: z.string().trim().min(1).max(100),
      atLeast: z.number().min(0).max(1),
    }),
  ],
  'Unknown kind of condition.',
)

export type LeafCondition = z.output<typeof leafCondition>
export type LeafOf<Kind extends LeafCondition['kind']> = Extract<LeafCondition, { kind: Kind }>
export type Condition = { any: Condition[] } | { all: Condition[] } | { not: Condition } | LeafCondition

const action = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('openCase'), severity: z.int().min(1).max(5) }),
    z.strictObject({ type: z.literal('hide') }),
    z.strictObject({ type: z.literal('mute'), minutes: z.int().min(1).max(40_320) }),
  ],
  'The type of an action must be openCase, hide or mute.',
)
export type RuleAction = z.output<typeof action>

type Path = (string | number)[]
interface Walk {
  fault: (path: Path, message: string) => void
  left: number
}

/** A tree is read by hand, so that a fault is named at its place and depth is bounded before anything recurses. */
const condition = describedAs(
  z.unknown().transform((value, ctx): Condition => {
    let isGood = true
    const fault = (path: Path, message: string) => {
      isGood = false
      ctx.addIssue({ code: 'custom', path, message })
    }
    const read = readCondition(value, [], { fault, left: MAX_CONDITIONS })
    return isGood && read ? read : z.NEVER
  }),
  () => ruleCondition,
)

/** The same for the API's document, without the bounds of the tree as a whole. */
export const ruleCondition: z.ZodType = z.lazy(() =>
  z.union([
    z.strictObject({ any: z.array(ruleCondition).min(1).max(MAX_CONDITIONS) }),
    z.strictObject({ all: z.array(ruleCondition).min(1).max(MAX_CONDITIONS) }),
    z.strictObject({ not: ruleCondition }),
    leafCondition,
  ]),
)

function readCondition(value: unknown, path: Path, walk: Walk): Condition | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    walk.fault(path, 'A condition must be an object with any, all, not or kind.')
    return null
  }
  walk.left -= 1
  if (walk.left < 0) {
    if (walk.left === -1) walk.fault(path, `A rule can have at most ${MAX_CONDITIONS} conditions.`)
    return null
  }
  if ('kind' in value) return readLeaf(value, path, walk)
  const [key, ...others] = Object.keys(value)
  if ((key !== 'any' && key !== 'all' && key !== 'not') || others.length > 0) {
    walk.fault(path, 'A condition must have exactly one of any, all, not and kind.')
    return null
  }
  if (path.filter((part) => typeof part === 'string').length >= MAX_DEPTH) {
    walk.fault(path, `Conditions can be nested at most ${MAX_DEPTH} levels deep.`)
    return null
  }
  const inner: unknown = (value as Record<string, unknown>)[key]
  return key === 'not' ? readNot(inner, path, walk) : readList(key, inner, path, walk)
}

function readNot(inner: unknown, path: Path, walk: Walk): Condition | null {
  const read = readCondition(inner, [...path, 'not'], walk)
  return read && { not: read }
}

function readList(key: 'any' | 'all', inner: unknown, path: Path, walk: Walk): Condition | null {
  if (!Array.isArray(inner) || inner.length === 0) {
    walk.fault([...path, key], `${key} must be a list of at least one condition.`)
    return null
  }
  if (inner.length > MAX_CONDITIONS) {
    walk.fault([...path, key], `A rule can have at most ${MAX_CONDITIONS} conditions.`)
    return null
  }
  const list = inner
    .map((item, index) => readCondition(item, [...path, key, index], walk))
    .filter((read) => read !== null)
  return key === 'any' ? { any: list } : { all: list }
}

function readLeaf(value: object, path: Path, walk: Walk): Condition | null {
  const read = leafCondition.safeParse(value, { error: validationMessage })
  if (read.success) return read.data
  for (const issue of read.error.issues) walk.fault([...path, ...(issue.path as Path)], issue.message)
  return null
}

/** What a rule says: a name, a tree of conditions, and what happens where it holds. Nothing that can't be undone. */
export const ruleBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  when: condition,
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  then: z
    .array(action)
    .min(1, 'A rule needs at least one action.')
    .max(3)
    .refine((list) => new Set(list.map(({ type }) => type)).size === list.length, 'Use each action at most once.'),
})
export type RuleBody = z.output<typeof ruleBody>

/** One place in the text that made a condition true. */
export const ruleHit = z.object({
  /** Of the condition in the rule, for example `when.any.0`. */
  path: z.string(),
  /** UTF-16 offsets in the text as it was given; `end` is exclusive. */
  start: z.int(),
  end: z.int(),
})
export type RuleHit = z.output<typeof ruleHit>

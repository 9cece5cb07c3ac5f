import { z } from 'zod'

export const CLASSIFIER_AUTHS = ['signature', 'bearer', 'none'] as const
export type ClassifierAuth = (typeof CLASSIFIER_AUTHS)[number]

const URL_MAX = 2_000
const LABELS_MAX = 50
const TOKEN_MAX = 4_096
export const TIMEOUT_MIN_MS = 100
export const TIMEOUT_MAX_MS = 10_000
export const TIMEOUT_DEFAULT_MS = 2_000
/** Of a text that is sent to try one. */
const TEST_TEXT_MAX = 10_000

const url = z
  .url({ protocol: /^https?$/, error: 'must be an https URL' })
  .max(URL_MAX)
  .refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), {
    error: 'must not contain a user name or a password. Use a token instead.',
  })
const labels = z
  .array(z.string().trim().min(1, 'A label can’t be empty.').max(100, 'A label can have at most 100 characters.'))
  .min(1, 'Enter at least one label.')
  .max(LABELS_MAX, `A classifier can have at most ${LABELS_MAX} labels.`)
  .refine((list) => new Set(list).size === list.length, 'Use each label only once.')
const timeoutMs = z
  .int('must be a whole number')
  .min(TIMEOUT_MIN_MS, `must be at least ${TIMEOUT_MIN_MS}`)
  .max(TIMEOUT_MAX_MS, `must be at most ${TIMEOUT_MAX_MS}`)
const token = z
  .string('is required')
  .min(1, 'is required')
  .max(TOKEN_MAX)
  .regex(/^[\x21-\x7e]+$/, 'must have only ASCII characters and no spaces')

export const classifierParams = z.object({ id: z.uuid() })

/** A new classifier. Rules name it, and versions of rules never change: so neither does its name. */
export const classifierBody = z
  .strictObject({
    name: z.string().trim().min(1, 'is required').max(100),
    url,
    labels,
    timeoutMs: timeoutMs.default(TIMEOUT_DEFAULT_MS),
    /** How it can tell who asks: a signature, a token of its own, or nothing. */
    auth: z.enum(CLASSIFIER_AUTHS).default('signature'),
    /** For `bearer`. */
    token: token.optional(),
  })
  .refine(({ auth, token: given }) => (auth === 'bearer') === (given !== undefined), {
    path: ['token'],
    message: 'A token is required for bearer authentication and not allowed otherwise.',
  })
export type ClassifierBody = z.output<typeof classifierBody>

/** What is left out stays as it is. */
export const classifierPatch = z.strictObject({
  version: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  url: url.optional(),
  labels: labels.optional(),
  timeoutMs: timeoutMs.optional(),
  enabled: z.boolean().optional(),
})
export type ClassifierPatch = z.output<typeof classifierPatch>

/** A new secret: for `bearer` the token is given, for `signature` it is made. */
export const classifierSecretBody = z.strictObject({ token: token.optional() })

export const classifierTestBody = z.strictObject({
  text: z.string().trim().min(1, 'Enter a text to test.').max(TEST_TEXT_MAX),
})

const scores = z.record(z.string(), z.number().nullable())
export type Scores = z.output<typeof scores>

/** How a call by hand went: with scores where it brought any, else with what went wrong. */
export const classifierTestView = z.object({
  scores: scores.nullable(),
  error: z.string().nullable(),
  tookMs: z.number(),
})
export type ClassifierTestView = z.output<typeof classifierTestView>

export const classifierView = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  /** Null for who may not change it: its path may be a secret between it and the operators. */
  url: z.string().nullable(),
  auth: z.enum(CLASSIFIER_AUTHS),
  labels: z.array(z.string()),
  timeoutMs: z.number(),
  enabled: z.boolean(),
  /** Whether its last call failed, and how. */
  isFailing: z.boolean(),
  answeredAt: z.string().nullable(),
  failedAt: z.string().nullable(),
  failure: z.string().nullable(),
  /** Names of the rules that ask it in a version that is live or in shadow. */
  rules: z.array(z.string()),
  version: z.number(),
  createdAt: z.string(),
})
export type ClassifierView = z.output<typeof classifierView>
export const classifierList = z.object({ items: z.array(classifierView), next: z.null() })
export type ClassifierList = z.output<typeof classifierList>

/** The only answer that ever holds a secret; null where there is none, or it was brought along. */
export const classifierWithSecret = classifierView.extend({ secret: z.string().nullable() })
export type ClassifierWithSecret = z.output<typeof classifierWithSecret>

import { z } from 'zod'
import { instantInput } from '@/lib/core/time/instants'
import { ITEM_TYPES } from '../terms'

/** Longer texts are refused; the engine of rules is tested to more. */
export const ITEM_TEXT_MAX = 65_536
const ID_MAX = 300
const NAME_MAX = 300
const URL_MAX = 4_000
const ALT_MAX = 2_000
/** Pictures, videos and sounds of one item. */
export const MEDIA_MAX = 10

/** The platform's own id of something. */
export const externalId = z
  .string('An ID must be text.')
  .trim()
  .min(1, 'An ID can’t be empty.')
  .max(ID_MAX, `An ID can have at most ${ID_MAX} characters.`)

const person = z.strictObject({
  id: externalId,
  name: z.string().trim().max(NAME_MAX).optional(),
})

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(URL_MAX)

const mediaInput = z.strictObject({
  url: address,
  /** What the platform holds it for; what is shown goes by its bytes. */
  contentType: z.string().trim().max(100).optional(),
  /** What it is described as by who posted it. */
  alt: z.string().trim().max(ALT_MAX).optional(),
})

/** What is complained about, or to be screened. Nothing of it has to be in the mirror. */
export const itemInput = z.strictObject({
  type: z.enum(ITEM_TYPES, `The type of an item must be one of ${ITEM_TYPES.join(', ')}.`),
  id: externalId,
  /** Counts the platform's edits, from 1; left out, another text than before is a newer revision. */
  revision: z.int().min(1).max(2_000_000_000).optional(),
  text: z.string().max(ITEM_TEXT_MAX, `A text can have at most ${ITEM_TEXT_MAX} characters.`).optional(),
  /** Of a link where it leads, of an image where it is. */
  url: address.optional(),
  /** What is attached to it. */
  media: z.array(mediaInput).max(MEDIA_MAX, `An item can have at most ${MEDIA_MAX} media files.`).optional(),
  name: z.string().trim().max(NAME_MAX).optional(),
  author: person.optional(),
  channelId: externalId.optional(),
  createdAt: instantInput.optional(),
  /** How many people it can reach; left out, the members active in its channel in the last 7 days. */
  reach: z.int().min(0).max(2_000_000_000).optional(),
})
export type ItemInput = z.output<typeof itemInput>

/** What of an item is shown and frozen. */
export const itemContent = z.object({
  text: z.string().nullable(),
  url: z.string().nullable(),
  name: z.string().nullable(),
  createdAt: z.string().nullable(),
  /** Left out where there are none. */
  media: z
    .array(z.object({ url: z.string(), contentType: z.string().optional(), alt: z.string().optional() }))
    .optional(),
})
export type ItemContent = z.output<typeof itemContent>

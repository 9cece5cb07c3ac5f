import { z } from 'zod'

export const MEDIA_KINDS = ['image', 'video', 'audio'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

/** `waiting`: not fetched yet; `kept`: there is a copy; `failed`: there is none; `dropped`: its time is over, or it was erased. */
export const MEDIA_STATES = ['waiting', 'kept', 'failed', 'dropped'] as const

export const mediaParams = z.object({ id: z.uuid() })

/** A picture, video or sound of a reported item. Its bytes come from `/api/v1/media/{id}` and from nowhere else. */
export const mediaView = z.object({
  id: z.string(),
  state: z.enum(MEDIA_STATES),
  /** What its bytes say; before there is a copy, what the platform says, else a picture. */
  kind: z.enum(MEDIA_KINDS),
  type: z.string().nullable(),
  /** Bytes. */
  size: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** What it is described as by who posted it. */
  alt: z.string(),
  /** Where it was posted, as a text; nothing in a browser follows it. */
  url: z.string().nullable(),
  /** Why there is no copy, in a sentence. */
  problem: z.string().nullable(),
})
export type MediaView = z.output<typeof mediaView>

/** A look at one; the sender's id for it counts once, however often it arrives. */
export const revealBody = z.strictObject({ id: z.uuid('The ID of a view must be a UUID.') })

/** The look, by its sender's id. */
export const countedReveal = z.object({ id: z.string() })
export type CountedReveal = z.output<typeof countedReveal>

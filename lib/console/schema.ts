import { z } from 'zod'
import { instantInput } from '@/lib/core/time/instants'

export const navigationCount = z.object({
  /** The section that shows it. */
  href: z.string(),
  count: z.number(),
  isUrgent: z.boolean(),
  /** What the number counts, after it: "open, some overdue". */
  words: z.string(),
})
export type NavigationCountView = z.output<typeof navigationCount>

/** What waits behind the sections that this caller may open, and what the caller may do. */
export const navigationView = z.object({ counts: z.array(navigationCount), permissions: z.array(z.string()) })
export type NavigationView = z.output<typeof navigationView>

export const attentionItem = z.object({
  id: z.string(),
  /** `step`: nothing is wrong, but something is still to be done. */
  tone: z.enum(['danger', 'warn', 'step']),
  title: z.string(),
  detail: z.string(),
  action: z.string(),
  href: z.string(),
})

export const attentionView = z.object({ items: z.array(attentionItem) })
export type AttentionView = z.output<typeof attentionView>

export const memberFact = z.object({
  label: z.string(),
  /** A text, or an instant in ISO 8601 that is shown relative to now. */
  value: z.union([z.strictObject({ text: z.string() }), z.strictObject({ at: z.string() })]),
  href: z.string().nullable(),
})

/** What the domains know of a member, part by part; parts without a fact are left out. */
export const memberPartsView = z.object({
  parts: z.array(z.object({ title: z.string(), facts: z.array(memberFact) })),
})
export type MemberPartsView = z.output<typeof memberPartsView>

export const memberPartsParams = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

/** What happened, as charts show it. */
export const timelineView = z.object({
  items: z.array(
    z.object({
      /** The domain that tells of it, and what it calls it. */
      source: z.string(),
      id: z.string(),
      at: z.string(),
      /** For what lasted: its end. */
      until: z.string().nullable(),
      kind: z.string(),
      text: z.string(),
      href: z.string().nullable(),
    }),
  ),
})
export type TimelineView = z.output<typeof timelineView>

export const timelineQuery = z
  .strictObject({ from: instantInput, to: instantInput })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'must be after from' })

export const searchQuery = z.strictObject({
  text: z.string().trim().min(1, 'Enter a search term').max(100, 'Use at most 100 characters'),
})

export const foundGroup = z.object({
  title: z.string(),
  items: z.array(z.object({ id: z.string(), label: z.string(), hint: z.string(), href: z.string() })),
})
export const searchView = z.object({ groups: z.array(foundGroup) })
export type SearchView = z.output<typeof searchView>

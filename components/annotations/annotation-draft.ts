import type { AnnotationView, CreateAnnotation } from '@/lib/annotations/schema'
import { inZone, parseLocalInput } from '@/lib/core/time/zoned'

/** An annotation as it is typed: local times such as `2026-11-22T15:30`. */
export interface AnnotationDraft {
  text: string
  kind: AnnotationView['kind']
  at: string
  /** Empty for what did not last. */
  until: string
}

const toTyped = (instant: string, zone: string): string =>
  inZone(instant, zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** What the form begins with. */
export const draftOf = (annotation: AnnotationView | null, at: string, zone: string): AnnotationDraft => ({
  text: annotation?.text ?? '',
  kind: annotation?.kind ?? 'note',
  at: toTyped(annotation?.at ?? at, zone),
  until: annotation?.until ? toTyped(annotation.until, zone) : '',
})

/** What is sent, or what is wrong with the draft in a sentence. */
export function fromDraft(draft: AnnotationDraft, zone: string): CreateAnnotation | string {
  const text = draft.text.trim()
  const at = parseLocalInput(draft.at, zone)
  const until = draft.until ? parseLocalInput(draft.until, zone) : undefined
  if (!text) return 'Enter a text.'
  if (!at || until === null) return 'Enter a date and a time.'
  if (until && Date.parse(until) <= Date.parse(at)) return 'The end must be after the start.'
  return { text, kind: draft.kind, at, until: until ?? null }
}

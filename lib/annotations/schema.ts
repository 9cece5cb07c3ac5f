import { z } from 'zod'
import { pageOf, pageQuery } from '@/lib/core/http/page'
import { instantInput } from '@/lib/core/time/instants'
import { ANNOTATION_KINDS, ANNOTATION_TEXT_MAX } from './terms'

const kind = z.enum(ANNOTATION_KINDS, 'Unknown kind of annotation.')
const text = z.string().trim().min(1, 'Enter what happened.').max(ANNOTATION_TEXT_MAX)

export const annotationView = z.object({
  id: z.string(),
  at: z.string(),
  /** For what lasted: its end. */
  until: z.string().nullable(),
  kind,
  text: z.string(),
  /** Changes with every change; the one that was read has to be sent with the next. */
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type AnnotationView = z.output<typeof annotationView>
export const annotationPage = pageOf(annotationView)
export type AnnotationPage = z.output<typeof annotationPage>

/** Annotations that touch the half-open range `[from, to)`, in the order of their instants. */
export const annotationListQuery = pageQuery.extend({ from: instantInput.optional(), to: instantInput.optional() })
export type AnnotationListQuery = z.output<typeof annotationListQuery>

export const annotationParams = z.object({ id: z.uuid() })

export const createAnnotationBody = z.strictObject({
  at: instantInput,
  until: instantInput.nullish(),
  kind: kind.default('note'),
  text,
})
export type CreateAnnotation = z.output<typeof createAnnotationBody>

const version = z.coerce.number().int().min(1)

/** What is left out stays as it is; `until: null` takes the end away. */
export const updateAnnotationBody = z.strictObject({
  version: z.number().int().min(1),
  at: instantInput.optional(),
  until: instantInput.nullish(),
  kind: kind.optional(),
  text: text.optional(),
})
export type UpdateAnnotation = z.output<typeof updateAnnotationBody>

export const deleteAnnotationQuery = z.strictObject({ version })

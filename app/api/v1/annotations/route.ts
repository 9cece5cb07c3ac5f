import { createAnnotation } from '@/lib/annotations/commands'
import { listAnnotations } from '@/lib/annotations/queries'
import { annotationListQuery, annotationPage, annotationView, createAnnotationBody } from '@/lib/annotations/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** Annotations that touch a range, oldest first. */
export const GET = route(
  {
    permission: 'annotations:read',
    summary: 'List annotations in a range',
    answer: annotationPage,
    query: annotationListQuery,
  },
  async ({ db, query }) => json(await listAnnotations(db, query)),
)

export const POST = route(
  {
    permission: 'annotations:write',
    summary: 'Add an annotation',
    answer: { 201: annotationView },
    body: createAnnotationBody,
  },
  async ({ db, actor, body }) => {
    const annotation = await createAnnotation(db, actor, body)
    return json(annotation, 201, { Location: `/api/v1/annotations/${annotation.id}` })
  },
)

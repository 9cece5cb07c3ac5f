import { deleteAnnotation, updateAnnotation } from '@/lib/annotations/commands'
import { getAnnotation } from '@/lib/annotations/queries'
import { annotationParams, annotationView, deleteAnnotationQuery, updateAnnotationBody } from '@/lib/annotations/schema'
import { json, noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'annotations:read', summary: 'Get an annotation', answer: annotationView, params: annotationParams },
  async ({ db, params }) => json(await getAnnotation(db, params.id)),
)

/** Changes what is named; `version` has to be the one that was read, else 409 with the annotation as it is. */
export const PATCH = route(
  {
    permission: 'annotations:write',
    summary: 'Change an annotation',
    answer: annotationView,
    params: annotationParams,
    body: updateAnnotationBody,
  },
  async ({ db, actor, params, body }) => json(await updateAnnotation(db, actor, { ...body, id: params.id })),
)

export const DELETE = route(
  {
    permission: 'annotations:write',
    summary: 'Delete an annotation',
    answer: null,
    params: annotationParams,
    query: deleteAnnotationQuery,
  },
  async ({ db, actor, params, query }) => {
    await deleteAnnotation(db, actor, { id: params.id, version: query.version })
    return noContent()
  },
)

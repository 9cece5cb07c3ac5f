import { queryOptions } from '@tanstack/react-query'
import type { AnnotationView, CreateAnnotation } from '@/lib/annotations/schema'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'

const answers = () => import('@/lib/annotations/schema')

const PATH = '/api/v1/annotations'

export const annotationQuery = (id: string) =>
  queryOptions({
    queryKey: ['annotations', 'one', id] as const,
    queryFn: ({ signal }) => getJson(`${PATH}/${id}`, { schema: lateSchema(answers, 'annotationView'), signal }),
  })

export const createAnnotation = (body: CreateAnnotation): Promise<AnnotationView> =>
  sendJson('POST', PATH, body, { schema: lateSchema(answers, 'annotationView') })

/** @throws ApiError `annotation.changed` where somebody else changed it since this version */
export const updateAnnotation = (id: string, version: number, body: CreateAnnotation): Promise<AnnotationView> =>
  sendJson('PATCH', `${PATH}/${id}`, { version, ...body }, { schema: lateSchema(answers, 'annotationView') })

/** @throws ApiError as updateAnnotation */
export const deleteAnnotation = (id: string, version: number): Promise<void> =>
  sendJson('DELETE', `${PATH}/${id}`, undefined, { query: { version } })

export const KIND_LABELS: Record<AnnotationView['kind'], string> = {
  note: 'Note',
  release: 'Release',
  event: 'Event',
  incident: 'Incident',
}

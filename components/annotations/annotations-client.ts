import { queryOptions } from '@tanstack/react-query'
import type { AnnotationView, CreateAnnotation } from '@/lib/annotations/schema'
import { getJson, sendJson } from '@/lib/core/http/client'

const PATH = '/api/v1/annotations'

export const annotationQuery = (id: string) =>
  queryOptions({
    queryKey: ['annotations', 'one', id] as const,
    queryFn: ({ signal }) => getJson<AnnotationView>(`${PATH}/${id}`, { signal }),
  })

export const createAnnotation = (body: CreateAnnotation): Promise<AnnotationView> =>
  sendJson<AnnotationView>('POST', PATH, body)

/** @throws ApiError `annotation.changed` where somebody else changed it since this version */
export const updateAnnotation = (id: string, version: number, body: CreateAnnotation): Promise<AnnotationView> =>
  sendJson<AnnotationView>('PATCH', `${PATH}/${id}`, { version, ...body })

/** @throws ApiError as updateAnnotation */
export const deleteAnnotation = (id: string, version: number): Promise<void> =>
  sendJson('DELETE', `${PATH}/${id}`, undefined, { query: { version } })

export const KIND_LABELS: Record<AnnotationView['kind'], string> = {
  note: 'Note',
  release: 'Release',
  event: 'Event',
  incident: 'Incident',
}

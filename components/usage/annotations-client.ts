import { queryOptions } from '@tanstack/react-query'
import type { ChartAnnotation } from '@/components/charts/types'
import type { AnnotationPage, AnnotationView, CreateAnnotation } from '@/lib/annotations/schema'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { Range } from '@/lib/core/time/ranges'

/** More than this many flags on one chart say nothing any more. */
const SHOWN_MAX = 200

const PATH = '/api/v1/annotations'

export const annotationKeys = {
  /** By the range as it was asked for, which stays the same while time goes on. */
  list: (rangeKey: string) => ['annotations', 'list', rangeKey] as const,
}

export const annotationQuery = (range: Range) => ({ from: range.from, to: range.to, limit: SHOWN_MAX })

export const annotationsQueryOf = (range: Range, rangeKey: string) =>
  queryOptions({
    queryKey: annotationKeys.list(rangeKey),
    queryFn: ({ signal }) => getJson<AnnotationPage>(PATH, { query: annotationQuery(range), signal }),
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

/** As charts draw it. */
export const toChartAnnotation = ({ id, at, until, text }: AnnotationView): ChartAnnotation => ({
  id,
  at,
  until,
  title: text,
})

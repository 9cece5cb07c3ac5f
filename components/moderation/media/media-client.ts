import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { CountedReveal } from '@/lib/moderation/schema/media'
import type { WellnessPatch, WellnessView } from '@/lib/moderation/schema/wellness'

const WELLNESS = '/api/v1/account/wellness'
const KEY = ['staff', 'wellness'] as const

/** One's own settings for what one looks at, and how much that was. */
export const wellnessQuery = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => getJson<WellnessView>(WELLNESS, { signal }),
  })

export function useChangeWellness() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (patch: WellnessPatch) => sendJson<WellnessView>('PATCH', WELLNESS, patch),
    onSuccess: (wellness) => client.setQueryData(KEY, wellness),
  })
}

/** The break that was proposed is taken or put off. */
export function useRespondToBreak() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => sendJson<WellnessView>('POST', '/api/v1/account/breaks', undefined),
    onSuccess: (wellness) => client.setQueryData(KEY, wellness),
  })
}

/** The only address that a page gives a browser for it. */
export const mediaAddress = (id: string): string => `/api/v1/media/${id}`

/** Says that somebody is about to look. @throws ApiError `queue.rotation` */
export const recordMediaView = (mediaId: string, id: string) =>
  sendJson<CountedReveal>('POST', `${mediaAddress(mediaId)}/reveals`, { id })

/** A UUID of random bytes, also over plain HTTP, where browsers have no randomUUID(). */
export function newViewId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

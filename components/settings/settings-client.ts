import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { RebuildView } from '@/lib/metrics/schema'
import type { Settings, SettingsPatch } from '@/lib/settings/schema'

const SETTINGS = ['settings', 'all'] as const
const REBUILD = ['settings', 'rebuild'] as const
const POLL_MS = 1_000

export const settingsQuery = () =>
  queryOptions({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => getJson<Settings>('/api/v1/settings', { signal }),
  })

/** How far the job is that counts all day figures anew; asked again and again while it is at work. */
export const rebuildQuery = () =>
  queryOptions({
    queryKey: REBUILD,
    queryFn: ({ signal }) => getJson<RebuildView>('/api/v1/settings/rebuild', { signal }),
    refetchInterval: (query) => (query.state.data?.stage ? POLL_MS : false),
    meta: { topics: ['samples'] },
  })

export function useChangeSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (patch: SettingsPatch) => sendJson<Settings>('PATCH', '/api/v1/settings', patch),
    onSuccess: (settings) => {
      client.setQueryData(SETTINGS, settings)
      return client.invalidateQueries({ queryKey: REBUILD })
    },
  })
}

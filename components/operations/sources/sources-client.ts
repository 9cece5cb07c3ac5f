import { type InfiniteData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { defineResource } from '@/components/screen/define-resource'
import type { ListPage } from '@/components/screen/list-query'
import type { CreateSource, SourceKindPage, SourceView, TestResultView, UpdateSource } from '@/lib/collection/schema'
import { getJson, sendJson } from '@/lib/core/http/client'

interface SourceViews {
  item: SourceView
  create: CreateSource
  update: UpdateSource
}

/** The sources with their latest runs, so that what a run changes makes the list old as well. */
export const sources = defineResource<SourceViews>('/api/v1/sources', { topic: 'sources', topics: ['runs'] })

/** What kinds there are changes with the version alone. */
export const sourceKindsQuery = () =>
  queryOptions({
    queryKey: ['source-kinds'],
    queryFn: ({ signal }) => getJson<SourceKindPage>('/api/v1/source-kinds', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Pauses or resumes; shown at once, and taken back where the server refuses. */
export function usePauseSource() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, isPaused }: { id: string; isPaused: boolean }) =>
      sendJson<SourceView>(isPaused ? 'PUT' : 'DELETE', `/api/v1/sources/${id}/pause`, undefined),
    onMutate: async ({ id, isPaused }) => {
      await client.cancelQueries({ queryKey: sources.keys.lists })
      const before = client.getQueriesData<SourcePages>({ queryKey: sources.keys.lists })
      client.setQueriesData<SourcePages>(
        { queryKey: sources.keys.lists },
        (pages) => pages && withPause(pages, id, isPaused),
      )
      return before
    },
    onError: (_error, _input, before) => {
      for (const [key, pages] of before ?? []) client.setQueryData(key, pages)
    },
    onSettled: () => client.invalidateQueries({ queryKey: sources.keys.all }),
  })
}

/** Tries whether a saved source can be reached. */
export const testSource = (id: string) => sendJson<TestResultView>('POST', `/api/v1/sources/${id}/tests`, {})

type SourcePages = InfiniteData<ListPage<SourceView>>

/** The list as it will be once the source is paused or resumed. */
function withPause(list: SourcePages, id: string, isPaused: boolean): SourcePages {
  const change = (source: SourceView): SourceView =>
    source.id === id ? { ...source, pausedAt: isPaused ? new Date().toISOString() : null, nextSlotAt: null } : source
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}

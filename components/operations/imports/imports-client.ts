import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import type { ImportView } from '@/lib/community/schema'
import { sendJson } from '@/lib/core/http/client'

export const IMPORTS = ['imports', 'list'] as const

/** Progress is announced in steps; between them the list asks by itself. */
const FOLLOW_EVERY_MS = 1_000

export const importListQuery = () => ({
  ...listQuery<ImportView>({ key: IMPORTS, path: '/api/v1/imports' }),
  refetchInterval: ({ state }: { state: { data?: { pages: { items: ImportView[] }[] } | undefined } }) =>
    state.data?.pages.some((page) => page.items.some(isImportRunning)) ? FOLLOW_EVERY_MS : (false as const),
})

export const isImportRunning = ({ status }: Pick<ImportView, 'status'>): boolean =>
  status === 'queued' || status === 'running'

export function useCancelImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => sendJson('POST', `/api/v1/imports/${id}/cancellation`, undefined),
    onSettled: () => client.invalidateQueries({ queryKey: IMPORTS }),
  })
}

import { queryOptions } from '@tanstack/react-query'
import type { RunView, SourcePage, SourceView, StartedCollection } from '@/lib/collection/schema'
import { ApiError, getJson, sendJson } from '@/lib/core/http/client'

/** A run is over in seconds; hints tell of its end, but not of its progress. */
const FOLLOW_EVERY_MS = 500

/** A run that the screen follows, or why there is none. */
export interface FollowedRunState {
  sourceId: string
  sourceName: string
  runId: string | null
  /** Somebody else's run was under way already; that one is followed. */
  wasRunning: boolean
  problem: string | null
}

/** Sources that a manual collection reads: all that are not paused. */
export async function listCollectable(): Promise<SourceView[]> {
  const page = await getJson<SourcePage>('/api/v1/sources', { query: { limit: 100 } })
  return page.items.filter((source) => source.pausedAt === null)
}

/** Starts a run of a source, or finds the one that is under way. Never throws: a source's trouble is its own line. */
export async function startCollection({ id, name }: Pick<SourceView, 'id' | 'name'>): Promise<FollowedRunState> {
  const line = { sourceId: id, sourceName: name, runId: null, wasRunning: false, problem: null }
  try {
    const body = { sourceId: id }
    const { runId } = await sendJson<StartedCollection>('POST', '/api/v1/collections', body)
    return { ...line, runId }
  } catch (error) {
    const runId = error instanceof ApiError && error.status === 409 ? runningIn(error.problem) : null
    if (runId) return { ...line, runId, wasRunning: true }
    return { ...line, problem: error instanceof Error ? error.message : 'The collection could not be started.' }
  }
}

/** The run that a refusal names as under way. */
function runningIn({ run }: Record<string, unknown>): string | null {
  const id = typeof run === 'object' && run !== null && 'id' in run ? run.id : null
  return typeof id === 'string' ? id : null
}

/** A run, asked for again and again while it is under way. */
export const followedRunQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', 'followed', runId] as const,
    queryFn: ({ signal }) => getJson<RunView>(`/api/v1/collections/${runId}`, { signal }),
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'running' ? false : FOLLOW_EVERY_MS),
  })

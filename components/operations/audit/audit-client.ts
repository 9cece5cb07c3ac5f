import { queryOptions } from '@tanstack/react-query'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { PERIODS, type Period, startOfPeriod } from '@/components/screen/period'
import type { AuditActionList, AuditChainView, AuditHeadView, AuditView } from '@/lib/audit/schema'
import { getJson } from '@/lib/core/http/client'

/** What the address of the page says about the list. */
export const auditParams = {
  /** Id of a person of the staff or of a key, or one of ACTOR_KINDS. */
  actor: parseAsString,
  action: parseAsString,
  kind: parseAsString,
  target: parseAsString,
  period: parseAsStringLiteral(PERIODS).withDefault('all'),
}
export const loadAuditParams = createLoader(auditParams)

export interface AuditParams {
  actor: string | null
  action: string | null
  kind: string | null
  target: string | null
  period: Period
}

const ACTOR_KINDS = ['cli', 'system', 'automation', 'member', 'guest', 'link', 'anonymous'] as const

/** The API's filter for what the address says. @param now in milliseconds */
export function toAuditFilter({ actor, action, kind, target, period }: AuditParams, now: number) {
  const actorKind = ACTOR_KINDS.find((name) => name === actor)
  return {
    actorKind,
    actor: actor && !actorKind ? actor : undefined,
    action: action ?? undefined,
    targetKind: kind ?? undefined,
    target: target ?? undefined,
    from: startOfPeriod(period, now),
  }
}
export type AuditFilter = ReturnType<typeof toAuditFilter>

export const auditListQuery = (filter: AuditFilter) =>
  listQuery<AuditView>({ key: ['audit', 'list'], path: '/api/v1/audit', filter })

export const auditActionsQuery = () =>
  queryOptions({
    queryKey: ['audit', 'actions'],
    queryFn: ({ signal }) => getJson<AuditActionList>('/api/v1/audit/actions', { signal }),
  })

/** The newest entry's id and hash; under the topic, so that it goes on with each entry. */
export const auditHeadQuery = () =>
  queryOptions({
    queryKey: ['audit', 'head'],
    queryFn: ({ signal }) => getJson<AuditHeadView>('/api/v1/audit/head', { signal }),
  })

/** Asked for by a button alone: it reads the whole log. */
export const auditChainQuery = () =>
  queryOptions({
    // Not under the topic: a new entry doesn't have all of the log read again.
    queryKey: ['audit-chain'],
    queryFn: ({ signal }) => getJson<AuditChainView>('/api/v1/audit/chain', { signal }),
    enabled: false,
    retry: false,
  })

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { PERIOD_SEGMENTS } from '@/components/screen/period'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { apiKeys } from '../keys/keys-client'
import { staffListQuery } from '../staff/staff-client'
import { auditActionsQuery, auditParams } from './audit-client'
import { auditActionText } from './audit-text'

const ANY = 'any'

const KIND_OPTIONS = [
  { value: 'cli', label: 'Command line' },
  { value: 'system', label: 'Guildhall' },
  { value: 'automation', label: 'Automations' },
  { value: 'member', label: 'Members' },
  { value: 'guest', label: 'Guests' },
  { value: 'link', label: 'People with a link' },
  { value: 'anonymous', label: 'Not signed in' },
]

/** One row of filters; all of them stand in the address. */
export function AuditFilters() {
  const [params, setParams] = useQueryStates(auditParams)
  const staff = useInfiniteQuery(staffListQuery())
  const keys = useInfiniteQuery(apiKeys.list())
  const actions = useQuery(auditActionsQuery())
  const named = (list: typeof staff | typeof keys, hint: string) =>
    (list.data?.pages ?? []).flatMap((page) => page.items.map(({ id, name }) => ({ value: id, label: name, hint })))
  const isFiltered = params.actor || params.action || params.kind || params.target || params.period !== 'all'
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label="Period"
        value={params.period}
        onValueChange={(period) => setParams({ period })}
        segments={PERIOD_SEGMENTS}
      />
      <Select
        aria-label="Actor"
        value={params.actor ?? ANY}
        onValueChange={(actor) => setParams({ actor: actor === ANY ? null : actor })}
        options={[{ value: ANY, label: 'Any actor' }, ...named(staff, 'Staff'), ...named(keys, 'Key'), ...KIND_OPTIONS]}
        className="max-w-48"
      />
      <Select
        aria-label="Action"
        value={params.action ?? ANY}
        onValueChange={(action) => setParams({ action: action === ANY ? null : action })}
        options={[
          { value: ANY, label: 'Any action' },
          ...withCurrent(actions.data?.items ?? [], params.action).map((action) => ({
            value: action,
            label: auditActionText(action),
          })),
        ]}
        className="max-w-56"
      />
      {params.target ? <Chip tone="accent">Only this {params.kind ?? 'target'}</Chip> : null}
      {isFiltered ? (
        <Button
          variant="ghost"
          onClick={() => setParams({ actor: null, action: null, kind: null, target: null, period: null })}
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  )
}

const withCurrent = (actions: string[], current: string | null): string[] =>
  current && !actions.includes(current) ? [...actions, current] : actions

import { useInfiniteQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { PERIOD_SEGMENTS } from '@/components/screen/period'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { RUN_STATUSES, RUN_TRIGGERS } from '@/lib/collection/terms'
import { sources } from '../sources/sources-client'
import { runParams } from './run-params'
import { RUN_STATUS_LABELS, TRIGGER_LABELS } from './run-text'

const ANY = 'any'

/** One row of filters; all of them stand in the address. */
export function RunFilters() {
  const [params, setParams] = useQueryStates(runParams)
  const list = useInfiniteQuery(sources.list())
  const options = (list.data?.pages ?? []).flatMap((page) =>
    page.items.map(({ id, name }) => ({ value: id, label: name })),
  )
  // Runs of a source that was deleted are still there to be seen.
  if (params.source && !options.some((option) => option.value === params.source)) {
    options.push({ value: params.source, label: 'Deleted source' })
  }
  const isFiltered = params.source || params.status || params.trigger || params.period !== 'all'
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label="Period"
        value={params.period}
        onValueChange={(period) => setParams({ period })}
        segments={PERIOD_SEGMENTS}
      />
      <Select
        aria-label="Source"
        value={params.source ?? ANY}
        onValueChange={(source) => setParams({ source: source === ANY ? null : source })}
        options={[{ value: ANY, label: 'All sources' }, ...options]}
        className="max-w-52"
      />
      <Select
        aria-label="Status"
        value={params.status ?? ANY}
        onValueChange={(status) => setParams({ status: status === ANY ? null : status })}
        options={[
          { value: ANY, label: 'Any status' },
          ...RUN_STATUSES.map((status) => ({ value: status, label: RUN_STATUS_LABELS[status].label })),
        ]}
      />
      <Select
        aria-label="Trigger"
        value={params.trigger ?? ANY}
        onValueChange={(trigger) => setParams({ trigger: trigger === ANY ? null : trigger })}
        options={[
          { value: ANY, label: 'Any trigger' },
          ...RUN_TRIGGERS.map((trigger) => ({ value: trigger, label: TRIGGER_LABELS[trigger] })),
        ]}
      />
      {isFiltered ? (
        <Button variant="ghost" onClick={() => setParams({ source: null, status: null, trigger: null, period: null })}>
          Clear filters
        </Button>
      ) : null}
    </div>
  )
}

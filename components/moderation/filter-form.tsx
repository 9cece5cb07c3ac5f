'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import type { CaseFilterView } from '@/lib/moderation/schema/case-tools'
import { ITEM_TYPES } from '@/lib/moderation/terms'
import { TYPE_LABELS } from './case-text'
import type { FilterMenuProps } from './filter-menu'
import { deleteFilter, filtersQuery, saveFilter, toCaseFilter } from './moderation-client'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const TYPE_OPTIONS = [
  { value: '', label: 'Any type' },
  ...ITEM_TYPES.map((value) => ({ value, label: capital(TYPE_LABELS[value]) })),
]

export function FilterForm({ params, policies, onParams, onFilter }: FilterMenuProps) {
  const policyOptions = [
    { value: '', label: 'Any policy' },
    ...policies.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className="grid gap-3.5">
      <Field label="Reported for">
        <Select
          value={params.policy ?? ''}
          options={policyOptions}
          onValueChange={(policy) => onParams({ policy: policy || null })}
        />
      </Field>
      <Field label="Item type">
        <Select
          value={params.type ?? ''}
          options={TYPE_OPTIONS}
          onValueChange={(type) => onParams({ type: ITEM_TYPES.find((one) => one === type) ?? null })}
        />
      </Field>
      <KeptFilters onFilter={onFilter} />
      <KeepForm query={toCaseFilter(params)} />
    </div>
  )
}

function KeptFilters({ onFilter }: Pick<FilterMenuProps, 'onFilter'>) {
  const client = useQueryClient()
  const filters = useQuery(filtersQuery())
  if (filters.isError) return <p className="text-danger-text text-sm">The saved filters could not be loaded.</p>
  if (!filters.data || filters.data.items.length === 0) return null
  const drop = async (filter: CaseFilterView) => {
    try {
      await deleteFilter(filter.id)
      toast(`“${filter.name}” was deleted`, { undo: () => void saveFilter(filter.name, filter.query) })
    } catch (error) {
      toast('The filter was not deleted', { tone: 'danger', description: describeFailure(error) })
    }
    await client.invalidateQueries(filtersQuery())
  }
  return (
    <div className="border-line border-t pt-3">
      <p className="mb-1 font-medium text-muted text-xs">Saved filters</p>
      <ul className="-mx-2 grid">
        {filters.data.items.map((filter) => (
          <li key={filter.id} className="flex items-center gap-1">
            <Button
              variant="ghost"
              size="sm"
              className="min-w-0 flex-1 justify-start"
              onClick={() => onFilter(filter.query)}
            >
              <span className="truncate">{filter.name}</span>
            </Button>
            <IconButton size="sm" icon={X} label={`Delete ${filter.name}`} onClick={() => void drop(filter)} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function KeepForm({ query }: { query: ReturnType<typeof toCaseFilter> }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string>()
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return setProblem('Enter a name.')
    try {
      await saveFilter(name.trim(), query)
      setName('')
      setProblem(undefined)
    } catch (error) {
      setProblem(describeFailure(error))
    }
    await client.invalidateQueries(filtersQuery())
  }
  return (
    <form noValidate onSubmit={(event) => void keep(event)} className="grid gap-1.5 border-line border-t pt-3">
      <Field label="Save current filters as" error={problem}>
        <Input
          autoComplete="off"
          maxLength={60}
          placeholder="Hate, oldest first"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Button size="sm" type="submit" className="justify-self-start">
        Save filter
      </Button>
    </form>
  )
}

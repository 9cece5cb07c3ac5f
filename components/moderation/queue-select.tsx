'use client'

import { useQuery } from '@tanstack/react-query'
import { Select } from '@/components/ui/select'
import { queuesQuery } from './queues-query'

interface QueueSelectProps {
  value: string | undefined
  onChange: (queue: string | null) => void
}

/** One of the queues that this person may see, or all. */
export function QueueSelect({ value, onChange }: QueueSelectProps) {
  const queues = useQuery(queuesQuery()).data?.items ?? []
  return (
    <Select
      aria-label="Queue"
      value={value ?? ''}
      options={[{ value: '', label: 'All queues' }, ...queues.map(({ id, name }) => ({ value: id, label: name }))]}
      onValueChange={(queue) => onChange(queue || null)}
      className="w-auto min-w-40"
    />
  )
}

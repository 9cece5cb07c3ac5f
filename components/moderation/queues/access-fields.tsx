import { useQuery } from '@tanstack/react-query'
import { Controller, useWatch } from 'react-hook-form'
import { FieldError } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { Skeleton } from '@/components/ui/skeleton'
import { CheckList } from './check-list'
import type { QueueForm } from './queue-dialog'
import { moderatorsQuery } from './queues-client'

const SEGMENTS = [
  { value: 'open', label: 'Every moderator' },
  { value: 'listed', label: 'Selected moderators' },
] as const

/** Who may work the queue. Managers may work all of them. */
export function AccessFields({ form }: { form: QueueForm }) {
  const isOpen = useWatch({ control: form.control, name: 'isOpen' })
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 font-medium text-sm">Access</legend>
      <Segmented
        label="Access"
        value={isOpen ? 'open' : 'listed'}
        onValueChange={(value) => form.setValue('isOpen', value === 'open', { shouldDirty: true })}
        segments={SEGMENTS}
        className="justify-self-start"
      />
      {isOpen ? null : <Listed form={form} />}
    </fieldset>
  )
}

function Listed({ form }: { form: QueueForm }) {
  const { data, isError } = useQuery(moderatorsQuery())
  if (isError) return <FieldError>The moderators could not be loaded. The selection stays as it is.</FieldError>
  if (!data) return <Skeleton className="h-20 w-full" />
  return (
    <Controller
      control={form.control}
      name="staffIds"
      render={({ field }) => (
        <CheckList
          label="Moderators"
          hint="If you select no one, only managers have access. Others can’t see or decide cases in this queue."
          options={data.items.map(({ id, name }) => ({ value: id, label: name }))}
          value={field.value}
          onChange={field.onChange}
        />
      )}
    />
  )
}

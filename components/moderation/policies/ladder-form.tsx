'use client'

import { Plus } from 'lucide-react'
import { useEffect } from 'react'
import { type UseFormReturn, useFieldArray, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { lazyResolver, lazySchema, showServerProblem } from '@/components/screen/lazy-resolver'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Table, TableFrame, TableHead } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { ApiError } from '@/lib/core/http/client'
import type { LadderBody, LadderView, ladderBody } from '@/lib/moderation/schema/ladder'
import { LadderRow } from './ladder-row'
import { useReplaceLadder } from './policies-client'

const schemas = () => import('@/lib/moderation/schema/ladder')

export type LadderValues = z.input<typeof ladderBody>
export type LadderFormState = UseFormReturn<LadderValues, unknown, LadderBody>

const DAY_MINUTES = 1_440

const valuesOf = ({ items, version }: LadderView): LadderValues => ({ items, version })

/** The ladder as a table to write in; it is saved whole, and only over the one that was read. */
export function LadderForm({ ladder }: { ladder: LadderView }) {
  const replace = useReplaceLadder()
  const form: LadderFormState = useForm<LadderValues, unknown, LadderBody>({
    resolver: lazyResolver(lazySchema(schemas, 'ladderBody')),
    defaultValues: valuesOf(ladder),
  })
  const steps = useFieldArray({ control: form.control, name: 'items' })
  const { errors, isDirty, isSubmitting } = form.formState
  // What somebody else saves meanwhile shows where nothing was typed.
  useEffect(() => {
    if (!isDirty) form.reset(valuesOf(ladder))
  }, [form, isDirty, ladder])
  const submit = form.handleSubmit(async (values) => {
    try {
      form.reset(valuesOf(await replace.mutateAsync(values)))
      toast('The ladder was saved')
    } catch (error) {
      if (error instanceof ApiError && error.code === 'ladder.changed')
        form.setError('root', { message: `${error.message} Discard your changes to see it.` })
      else await showServerProblem(form, error)
    }
  })
  const last = steps.fields.at(-1)
  const add = () =>
    steps.append({
      points: (last?.points ?? 0) + 2,
      days: last?.days ?? 90,
      action: 'mute',
      minutes: DAY_MINUTES,
      isApplied: false,
    })
  return (
    <form noValidate onSubmit={submit}>
      {steps.fields.length > 0 ? (
        <TableFrame className="border-line border-t">
          <Table className="max-md:block">
            <caption className="sr-only">Ladder</caption>
            <thead className="max-md:hidden">
              <tr>
                <TableHead>Points</TableHead>
                <TableHead>Time window (days)</TableHead>
                <TableHead>Step</TableHead>
                <TableHead>Duration (hours)</TableHead>
                <TableHead>Automatic</TableHead>
                <TableHead>
                  <span className="sr-only">Remove</span>
                </TableHead>
              </tr>
            </thead>
            <tbody className="max-md:block">
              {steps.fields.map(({ id }, index) => (
                <LadderRow key={id} form={form} index={index} onRemove={() => steps.remove(index)} />
              ))}
            </tbody>
          </Table>
        </TableFrame>
      ) : (
        <p className="border-line border-t px-4 py-3 text-muted text-sm">
          No steps. Strikes are counted but have no automatic consequences.
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-2.5">
        <Button size="sm" onClick={add}>
          <Plus aria-hidden />
          Add step
        </Button>
        {(errors.root ?? errors.items?.root) ? (
          <FieldError>{errors.root?.message ?? errors.items?.root?.message}</FieldError>
        ) : null}
        {isDirty ? (
          <div className="ml-auto flex gap-2">
            <Button size="sm" onClick={() => form.reset(valuesOf(ladder))}>
              Discard changes
            </Button>
            <Button size="sm" type="submit" variant="primary" isPending={isSubmitting}>
              Save ladder
            </Button>
          </div>
        ) : null}
      </div>
    </form>
  )
}

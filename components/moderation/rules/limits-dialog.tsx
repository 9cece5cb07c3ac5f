import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { sendJson } from '@/lib/core/http/client'
import type { RuleDetail } from '@/lib/moderation/schema/automatic-rules'

interface LimitsDialogProps {
  limits: RuleDetail['limits']
  onClose: () => void
}

const FIELDS = [
  { name: 'leastRows', label: 'Minimum number of different texts in a backtest' },
  { name: 'leastPrecision', label: 'Minimum precision, in percent' },
  { name: 'shadowDays', label: 'Or minimum number of days in shadow' },
] as const

/** What the team asks of any rule before it may act. */
export function LimitsDialog({ limits, onClose }: LimitsDialogProps) {
  const client = useQueryClient()
  const [values, setValues] = useState({
    leastRows: String(limits.leastRows),
    leastPrecision: String(limits.leastPrecision * 100),
    shadowDays: String(limits.shadowDays),
  })
  const save = useMutation({
    mutationFn: () =>
      sendJson('PATCH', '/api/v1/settings', {
        ruleLeastRows: Number(values.leastRows),
        ruleLeastPrecision: Number(values.leastPrecision) / 100,
        ruleShadowDays: Number(values.shadowDays),
      }),
    onSuccess: () => {
      toast('Saved')
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['rules'] }),
  })
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title="Requirements for going live"
        description="These requirements apply to each rule the next time its mode changes. Live rules stay live."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" type="submit" form="limits" isPending={save.isPending}>
              Save
            </Button>
          </>
        }
      >
        <form
          id="limits"
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate()
          }}
        >
          {FIELDS.map(({ name, label }) => (
            <Field key={name} label={label}>
              <Input
                inputMode="decimal"
                className="w-32"
                value={values[name]}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            </Field>
          ))}
          {save.isError ? <FieldError>{describeFailure(save.error)}</FieldError> : null}
        </form>
      </DialogContent>
    </Dialog>
  )
}

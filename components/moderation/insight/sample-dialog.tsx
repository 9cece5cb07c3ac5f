import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { sendJson } from '@/lib/core/http/client'

interface SampleDialogProps {
  /** From 0 to 1. */
  share: number
  onClose: () => void
}

/** How many of the decisions somebody else looks at again. */
export function SampleDialog({ share, onClose }: SampleDialogProps) {
  const client = useQueryClient()
  const [percent, setPercent] = useState(String(Math.round(share * 10_000) / 100))
  const [problem, setProblem] = useState<string>()
  const save = useMutation({
    mutationFn: (secondReviewShare: number) => sendJson('PATCH', '/api/v1/settings', { secondReviewShare }),
    onSuccess: () => {
      toast('Saved')
      onClose()
    },
    onError: (error) => setProblem(describeFailure(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['reviews'] }),
  })
  const submit = () => {
    const value = Number(percent.trim().replace(',', '.') || Number.NaN)
    if (!(value >= 0 && value <= 100)) return setProblem('Enter a number from 0 to 100.')
    save.mutate(value / 100)
  }
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title="Second review sample"
        description="Guildhall randomly selects decisions that people made in the last 30 days. A change applies to them immediately. Completed second reviews stay."
        size="sm"
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" type="submit" form="sample" isPending={save.isPending}>
              Save
            </Button>
          </>
        }
      >
        <form
          id="sample"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <Field label="Share of decisions, in percent" hint="0 turns second reviews off." error={problem}>
            <Input
              inputMode="decimal"
              className="w-32"
              value={percent}
              onChange={(event) => {
                setPercent(event.target.value)
                setProblem(undefined)
              }}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { ErasurePreview } from '@/lib/erasure/schema'
import { erasureQuery, useEraseMember } from './erasure-client'
import { countsOf, othersOf } from './erasure-text'

interface EraseDialogProps {
  memberId: number
  name: string
  onClose: () => void
}

/** Asks twice: first for a reason, beside what will go and what stays, then whether it is really meant. */
export function EraseDialog({ memberId, name, onClose }: EraseDialogProps) {
  const preview = useQuery(erasureQuery(memberId))
  const erase = useEraseMember(memberId)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const counts = preview.data && countsOf(preview.data)
  const ask = () => {
    if (reason.trim()) setAsking(true)
    else setProblem('Enter a reason.')
  }
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || isAsking || onClose()}>
      <DialogContent
        title={`Erase ${name}`}
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="danger" disabled={!preview.data} onClick={ask}>
              Erase {name}…
            </Button>
          </>
        }
      >
        <div className="grid gap-4 text-sm">
          {preview.isError ? (
            <ErrorState title="The data to erase could not be counted" onRetry={() => void preview.refetch()}>
              {describeFailure(preview.error)}
            </ErrorState>
          ) : (
            <WhatGoes preview={preview.data} />
          )}
          <Field label="Reason" error={problem} hint="The audit log keeps this reason. Don’t name the member.">
            <Input
              value={reason}
              maxLength={500}
              placeholder="The member asked for it"
              onChange={(event) => {
                setReason(event.target.value)
                setProblem(undefined)
              }}
            />
          </Field>
        </div>
        <ConfirmDialog
          isOpen={isAsking}
          onOpenChange={setAsking}
          title={`Erase ${name} permanently?`}
          confirmLabel={`Erase ${name} permanently`}
          onConfirm={async () => {
            await erase.mutateAsync(reason.trim())
            toast('The member was erased')
            onClose()
          }}
        >
          This can’t be undone. {counts ? `The text of ${counts} will be erased.` : null}
        </ConfirmDialog>
      </DialogContent>
    </Dialog>
  )
}

function WhatGoes({ preview }: { preview: ErasurePreview | undefined }) {
  if (!preview) return <Skeleton className="h-24 w-full" />
  const counts = countsOf(preview)
  const others = othersOf(preview)
  return (
    <div className="grid gap-3">
      <p>
        <span className="font-semibold">Erased:</span> the name and the external ID
        {counts ? `, the text of ${counts}` : ''}, the evidence and notes in their cases, and their details in the audit
        log.
      </p>
      <p className="text-muted">
        <span className="font-semibold text-ink">Kept:</span> all counts and figures, and the record of each decision,
        when it was made and by whom. Pending deliveries to the platform are still sent. The ID stays erased: if a later
        import or report has data about it, the data is counted but not stored.
      </p>
      {others ? <p className="rounded-control bg-warn-soft px-3 py-2 text-warn-text">{others}</p> : null}
    </div>
  )
}

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
import { countsOf, othersOf } from './erasure-words'

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
    else setProblem('Say why.')
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
            <ErrorState title="What would go could not be counted" onRetry={() => void preview.refetch()}>
              {describeFailure(preview.error)}
            </ErrorState>
          ) : (
            <WhatGoes preview={preview.data} />
          )}
          <Field label="Reason" error={problem} hint="Stays in the audit log: don’t name the member in it.">
            <Input
              value={reason}
              maxLength={500}
              placeholder="They asked for it"
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
          title={`Erase ${name} for good?`}
          confirmLabel={`Erase ${name} for good`}
          onConfirm={async () => {
            await erase.mutateAsync(reason.trim())
            toast('The member is erased')
            onClose()
          }}
        >
          Nothing brings it back, not even we. {counts ? `The words of ${counts} go.` : null}
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
        <span className="font-semibold">Goes:</span> the name and the platform’s id
        {counts ? `, the words of ${counts}` : ''}, what was seen and noted in their cases, and what the audit log tells
        of them.
      </p>
      <p className="text-muted">
        <span className="font-semibold text-ink">Stays:</span> every count and figure, and that something was decided,
        when and by whom. What is still on its way to the platform is sent. The id stays erased: what an import or a
        report brings of it later is counted, and not kept.
      </p>
      {others ? <p className="rounded-control bg-warn-soft px-3 py-2 text-warn-text">{others}</p> : null}
    </div>
  )
}

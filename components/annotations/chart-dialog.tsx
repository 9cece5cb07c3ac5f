'use client'

import { useQuery } from '@tanstack/react-query'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import type { ChartToolDialogProps } from '@/components/usage/chart-tool'
import { AnnotationDialog } from './annotation-dialog'
import { annotationQuery } from './annotations-client'

/** The annotation whose flag was pressed, or a new one. */
export function ChartDialog({ id, ...props }: ChartToolDialogProps) {
  const found = useQuery({ ...annotationQuery(id ?? ''), enabled: id !== null })
  if (id === null || found.data) return <AnnotationDialog annotation={found.data ?? null} {...props} />
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      <DialogContent title="Annotation" size="sm">
        {found.isError ? (
          <ErrorState title="The annotation could not be loaded" onRetry={() => void found.refetch()}>
            {found.error.message}
          </ErrorState>
        ) : (
          <div role="status" aria-label="Loading the annotation" className="grid gap-2">
            <Skeleton className="h-5 w-2/3" />
            <Skeleton className="h-5 w-full" />
          </div>
        )}
      </DialogContent>
    </Dialog>
  )
}

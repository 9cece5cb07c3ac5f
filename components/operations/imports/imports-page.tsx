'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { FileUp, Upload } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { ImportView } from '@/lib/community/schema'
import { ImportCard } from './import-card'
import { importListQuery, useCancelImport } from './imports-client'
import { UploadCard } from './upload-card'

/** With its form, which is fetched while the page is being read. */
const ImportDialog = dynamic(() => import('./import-dialog').then((module) => module.ImportDialog), { ssr: false })

/** Files of messages that go into the mirror, with their progress and what came of them. */
export function ImportsPage() {
  const can = useCan()
  const [isAdding, setAdding] = useState(false)
  const [cancelling, setCancelling] = useState<ImportView | null>(null)
  const list = useInfiniteQuery(importListQuery())
  const cancel = useCancelImport()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const canWrite = can('imports:write')
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Upload aria-hidden />
      Import messages
    </Button>
  )
  return (
    <>
      <PageHeader title="Imports" actions={canWrite ? add : null}>
        Load messages from a file into the community’s mirror. Importing the same file again changes nothing.
      </PageHeader>
      <UploadCard />
      <Card aria-label="Imports">
        <ListState query={list} noun="imports" columns={3}>
          {items.length === 0 ? (
            <EmptyState icon={FileUp} title="No imports yet" action={canWrite ? add : null}>
              Import past messages to see charts and active members from before your first collection.
            </EmptyState>
          ) : (
            <ul>
              {items.map((item) => (
                <ImportCard key={item.id} item={item} canWrite={canWrite} onCancel={() => setCancelling(item)} />
              ))}
            </ul>
          )}
          <LoadMore
            noun={items.length === 1 ? 'import' : 'imports'}
            shown={items.length}
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            isFailed={list.isFetchNextPageError}
            onLoad={() => list.fetchNextPage()}
          />
        </ListState>
      </Card>
      <ImportDialog isOpen={isAdding} onOpenChange={setAdding} />
      <ConfirmDialog
        isOpen={cancelling !== null}
        onOpenChange={() => setCancelling(null)}
        title={`Cancel the import of ${cancelling?.fileName ?? ''}?`}
        cancelLabel="Keep importing"
        confirmLabel="Cancel import"
        onConfirm={() => (cancelling ? cancel.mutateAsync(cancelling.id) : undefined)}
      >
        The import stops within two seconds. Messages that were already imported stay. To import the rest, import the
        file again.
      </ConfirmDialog>
    </>
  )
}

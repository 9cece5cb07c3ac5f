'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { PageHeader } from '@/components/shell/page-header'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { KeyView } from '@/lib/staff/schema'
import { KeyTable } from './key-table'
import { keyListQuery, useRevokeKey } from './keys-client'
import type { Grantable } from './scope-picker'

/** With its form, which is fetched while the page is being read. */
const AddKeyDialog = dynamic(() => import('./add-key-dialog').then((module) => module.AddKeyDialog), { ssr: false })

/** Keys with which other programs read and push through the API. */
export function KeysPage({ grantable }: { grantable: Grantable }) {
  const [isAdding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<KeyView | null>(null)
  const list = useInfiniteQuery(keyListQuery())
  const revoke = useRevokeKey()
  const keys = list.data?.pages.flatMap((page) => page.items) ?? []
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      Add key
    </Button>
  )
  return (
    <>
      <PageHeader title="Keys" actions={add}>
        With a key another program reads or pushes through the API. A key never manages staff or keys.
      </PageHeader>
      <Card aria-label="Keys">
        <ListState query={list} noun="keys" columns={5}>
          {keys.length === 0 ? (
            <EmptyState
              icon={KeyRound}
              title="No keys yet"
              action={<Button onClick={() => setAdding(true)}>Add key</Button>}
            >
              Keys that you make for other programs are listed here, with their last use.
            </EmptyState>
          ) : (
            <KeyTable keys={keys} onRevoke={setRevoking} />
          )}
          <LoadMore
            noun="keys"
            shown={keys.length}
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            isFailed={list.isFetchNextPageError}
            onLoad={() => list.fetchNextPage()}
          />
        </ListState>
      </Card>
      <AddKeyDialog grantable={grantable} isOpen={isAdding} onOpenChange={setAdding} />
      <ConfirmDialog
        isOpen={revoking !== null}
        onOpenChange={() => setRevoking(null)}
        title={`Revoke the key ${revoking?.name ?? ''}?`}
        confirmLabel="Revoke key"
        onConfirm={() => (revoking ? revoke.mutateAsync(revoking.id) : undefined)}
      >
        Programs that use it are refused from their next request on. This can’t be undone; a new key would have to be
        made.
      </ConfirmDialog>
    </>
  )
}

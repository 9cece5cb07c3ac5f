'use client'

import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ResourceList } from '@/components/screen/resource-list'
import { PageHeader } from '@/components/shell/page-header'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import type { KeyView } from '@/lib/staff/schema'
import { KeyTable } from './key-table'
import { apiKeys } from './keys-client'
import type { Grantable } from './scope-picker'

/** With its form, which is fetched while the page is being read. */
const AddKeyDialog = dynamic(() => import('./add-key-dialog').then((module) => module.AddKeyDialog), { ssr: false })

/** Keys with which other programs read and push through the API. */
export function KeysPage({ grantable }: { grantable: Grantable }) {
  const [isAdding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<KeyView | null>(null)
  const list = useInfiniteQuery(apiKeys.list())
  const revoke = useMutation(apiKeys.remove())
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
      <ResourceList
        query={list}
        nouns={['key', 'keys']}
        idOf={(key) => key.id}
        columns={5}
        empty={{
          icon: KeyRound,
          title: 'No keys yet',
          text: 'Keys that you make for other programs are listed here, with their last use.',
          action: <Button onClick={() => setAdding(true)}>Add key</Button>,
        }}
      >
        {(keys) => <KeyTable keys={keys} onRevoke={setRevoking} />}
      </ResourceList>
      {isAdding ? <AddKeyDialog grantable={grantable} onClose={() => setAdding(false)} /> : null}
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

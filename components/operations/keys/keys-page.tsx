'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ResourceList } from '@/components/screen/resource-list'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import type { OpenDialog } from './key-dialogs'
import { KeyTable } from './key-table'
import { apiKeys } from './keys-client'
import type { Grantable } from './scope-picker'

/** With their form, which is fetched while the page is being read. */
const KeyDialogs = dynamic(() => import('./key-dialogs').then((module) => module.KeyDialogs), { ssr: false })

/** Keys with which other programs read and push through the API. */
export function KeysPage({ grantable }: { grantable: Grantable }) {
  const [open, setOpen] = useState<OpenDialog>(null)
  const list = useInfiniteQuery(apiKeys.list())
  const add = (
    <Button variant="primary" onClick={() => setOpen('add')}>
      <Plus aria-hidden />
      Create key
    </Button>
  )
  return (
    <>
      <PageHeader title="Keys" actions={add}>
        Keys let other programs read and write data through the API. A key can’t manage staff or keys.
      </PageHeader>
      <ResourceList
        query={list}
        nouns={['key', 'keys']}
        columns={5}
        empty={{
          icon: KeyRound,
          title: 'No keys yet',
          text: 'Create a key to let another program use the API. Keys and their last use are listed here.',
          action: <Button onClick={() => setOpen('add')}>Create key</Button>,
        }}
      >
        {(keys) => <KeyTable keys={keys} onRevoke={setOpen} />}
      </ResourceList>
      <KeyDialogs open={open} grantable={grantable} onClose={() => setOpen(null)} />
    </>
  )
}

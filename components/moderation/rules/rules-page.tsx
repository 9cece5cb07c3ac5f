'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { FileInput, Plus, ShieldCheck } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { LoadMore } from '@/components/screen/load-more'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { RuleTable } from './rule-table'
import { ruleListQuery } from './rules-client'

/** With their forms, which are fetched while the page is being read. */
const RuleSheet = dynamic(() => import('./rule-sheet').then((module) => module.RuleSheet), { ssr: false })
const ImportDialog = dynamic(() => import('./import-dialog').then((module) => module.ImportDialog), { ssr: false })

/** The automatic rules: what each does, how often it hits, and how right people found it. */
export function RulesPage() {
  const can = useCan()
  const router = useRouter()
  const [isAdding, setAdding] = useState(false)
  const [isImporting, setImporting] = useState(false)
  const list = useInfiniteQuery(ruleListQuery())
  const rules = list.data?.pages.flatMap((page) => page.items) ?? []
  const canWrite = can('rules:write')
  const open = (id: string) => router.push(`/moderation/rules/${id}`)
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      New rule
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Rules"
        actions={
          canWrite ? (
            <>
              <Button onClick={() => setImporting(true)}>
                <FileInput aria-hidden />
                Import rules
              </Button>
              {add}
            </>
          ) : null
        }
      >
        Rules check everything that the platform sends. A rule acts only after testing, and never permanently.
      </PageHeader>
      <Card aria-label="Rules">
        <ListState query={list} noun="rules" columns={5}>
          {rules.length === 0 ? (
            <EmptyState icon={ShieldCheck} title="No rules yet" action={canWrite ? add : null}>
              A rule finds words, links or floods. It opens a case, hides the item until someone reviews it, or mutes
              its author for a limited time.
            </EmptyState>
          ) : (
            <RuleTable rules={rules} />
          )}
          <LoadMore
            noun="rules"
            shown={rules.length}
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            isFailed={list.isFetchNextPageError}
            onLoad={() => list.fetchNextPage()}
          />
        </ListState>
      </Card>
      {isAdding ? <RuleSheet rule={null} onClose={() => setAdding(false)} onSaved={open} /> : null}
      {isImporting ? <ImportDialog onClose={() => setImporting(false)} onSaved={open} /> : null}
    </>
  )
}

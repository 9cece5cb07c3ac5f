'use client'

import { useQuery } from '@tanstack/react-query'
import { BrainCircuit, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ListState } from '@/components/screen/list-state'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { OpenDialog } from './classifier-dialogs'
import { ClassifierTable } from './classifier-table'
import { classifierListQuery } from './classifiers-client'

/** With their forms, which are fetched while the page is being read. */
const ClassifierDialogs = dynamic(() => import('./classifier-dialogs').then((module) => module.ClassifierDialogs), {
  ssr: false,
})

/** Programs of others that rules ask what they think of a text, and whether they answer. */
export function ClassifiersPage() {
  const [open, setOpen] = useState<OpenDialog>(null)
  const list = useQuery(classifierListQuery())
  const classifiers = list.data?.items ?? []
  const add = () => setOpen({ kind: 'edit', classifier: 'new' })
  return (
    <>
      <PageHeader
        title="Classifiers"
        actions={
          <Button variant="primary" onClick={add}>
            <Plus aria-hidden />
            Add classifier
          </Button>
        }
      >
        External programs that rate how likely a text is spam, an insult or similar. Rules use their scores. If a
        classifier doesn’t respond in time, rules that need its score don’t match.
      </PageHeader>
      <Card aria-label="Classifiers">
        <ListState query={list} noun="classifiers" columns={5}>
          {classifiers.length === 0 ? (
            <EmptyState
              icon={BrainCircuit}
              title="No classifiers yet"
              action={<Button onClick={add}>Add classifier</Button>}
            >
              Add the URL of a program that scores texts to use its scores in rules. Guildhall sends only texts, never
              their authors.
            </EmptyState>
          ) : (
            <ClassifierTable
              classifiers={classifiers}
              onEdit={(classifier) => setOpen({ kind: 'edit', classifier })}
              onTest={(classifier) => setOpen({ kind: 'test', classifier })}
              onSecret={(classifier) => setOpen({ kind: 'secret', classifier })}
              onDelete={(classifier) => setOpen({ kind: 'delete', classifier })}
            />
          )}
        </ListState>
      </Card>
      <ClassifierDialogs open={open} onClose={() => setOpen(null)} />
    </>
  )
}

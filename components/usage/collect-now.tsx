'use client'

import { Play } from 'lucide-react'
import { useState } from 'react'
import { useShortcuts } from '@/components/shell/shortcuts'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { FieldError } from '@/components/ui/field'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { type FollowedRunState, listCollectable, startCollection } from './collect-client'
import { FollowedRun } from './followed-run'

type Collection =
  | { state: 'idle' | 'starting' }
  | { state: 'failed'; problem: string }
  | { state: 'following'; runs: FollowedRunState[] }

/** Reads every source now and shows how it goes. Closing the list, or leaving the page, stops nothing. */
export function CollectNow() {
  const [isOpen, setOpen] = useState(false)
  const [collection, setCollection] = useState<Collection>({ state: 'idle' })
  const collect = async () => {
    setOpen(true)
    setCollection({ state: 'starting' })
    try {
      const sources = await listCollectable()
      setCollection({ state: 'following', runs: await Promise.all(sources.map(startCollection)) })
    } catch (error) {
      setCollection({
        state: 'failed',
        problem: error instanceof Error ? error.message : 'The server could not be reached. Try again.',
      })
    }
  }
  useShortcuts([{ keys: 'c', label: 'Collect now', run: () => void collect() }])
  const toggle = (next: boolean) => (next ? void collect() : setOpen(false))
  return (
    <Popover open={isOpen} onOpenChange={toggle}>
      <PopoverTrigger asChild>
        <Button variant="primary" isPending={collection.state === 'starting'}>
          {collection.state === 'starting' ? null : <Play aria-hidden />}
          Collect now
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Collection" className="grid gap-3.5">
        <CollectionState collection={collection} />
      </PopoverContent>
    </Popover>
  )
}

function CollectionState({ collection }: { collection: Collection }) {
  if (collection.state === 'failed') return <FieldError>{collection.problem}</FieldError>
  if (collection.state !== 'following') return <p className="text-muted text-sm">Starting…</p>
  if (collection.runs.length === 0) {
    return (
      <EmptyState title="No active sources" className="px-2 py-4">
        No sources exist, or all are paused. Add or resume a source in Operations.
      </EmptyState>
    )
  }
  return collection.runs.map((run) => <FollowedRun key={run.sourceId} followed={run} />)
}

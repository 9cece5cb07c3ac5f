'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Pencil, Trash2, TriangleAlert } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { PageHeader } from '@/components/shell/page-header'
import { useCan } from '@/components/shell/permissions'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import type { RuleDetail } from '@/lib/moderation/schema/automatic-rules'
import { BacktestsCard } from './backtests-card'
import { flatten } from './flatten'
import { HitsCard } from './hits-card'
import { ModeCard } from './mode-card'
import { ModeChips } from './rule-table'
import { CONDITION_KIND_LABELS, conditionText, ruleActionText } from './rule-text'
import { ruleQuery, useDeleteRule } from './rules-client'
import { TryCard } from './try-card'

const RuleSheet = dynamic(() => import('./rule-sheet').then((module) => module.RuleSheet), { ssr: false })

/** One rule: what it says, whether it may act, how it was tested, and what it has found. */
export function RulePage({ id }: { id: string }) {
  const can = useCan()
  const { data: rule } = useQuery(ruleQuery(id))
  const [isEditing, setEditing] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  if (!rule) return <PageHeader title="Rule" />
  const canWrite = can('rules:write')
  return (
    <>
      <PageHeader
        title={rule.name}
        actions={
          <>
            <Button asChild>
              <Link href="/moderation/rules">
                <ArrowLeft aria-hidden />
                All rules
              </Link>
            </Button>
            {canWrite ? (
              <>
                <Button variant="danger-outline" onClick={() => setDeleting(true)}>
                  <Trash2 aria-hidden />
                  Delete
                </Button>
                <Button onClick={() => setEditing(true)}>
                  <Pencil aria-hidden />
                  Edit
                </Button>
              </>
            ) : null}
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-2">
          <ModeChips rule={rule} />
          <span>
            Version {rule.version} by {rule.versions[0]?.createdBy ?? rule.createdBy},{' '}
            <RelativeTime at={rule.versions[0]?.createdAt ?? rule.createdAt} />
          </span>
        </span>
      </PageHeader>
      {rule.trippedAt ? <TrippedNote rule={rule} trippedAt={rule.trippedAt} /> : null}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 gap-4">
          <SummaryCard rule={rule} />
          <BacktestsCard rule={rule} canWrite={canWrite} />
          <HitsCard rule={rule} />
        </div>
        <div className="grid min-w-0 gap-4">
          <ModeCard rule={rule} canWrite={canWrite} />
          <TryCard body={rule.body} />
        </div>
      </div>
      {isEditing ? <RuleSheet rule={rule} onClose={() => setEditing(false)} onSaved={() => undefined} /> : null}
      <DeleteRule rule={rule} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </>
  )
}

function TrippedNote({ rule, trippedAt }: { rule: RuleDetail; trippedAt: string }) {
  return (
    <Card aria-label="Stopped" className="flex items-start gap-2.5 px-4 py-3 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <p>
        <b className="font-semibold">Guildhall stopped this rule</b> <RelativeTime at={trippedAt} /> because it had
        acted on {rule.dailyCap} items within 24 hours. It now only records what it would do. Check its hits, then raise
        its limit, edit it, or make it live again.
      </p>
    </Card>
  )
}

/** The latest version's conditions as sentences, with how they nest. */
function SummaryCard({ rule }: { rule: RuleDetail }) {
  return (
    <Card aria-label="Conditions and actions">
      <CardHeader>
        <CardTitle>Conditions and actions</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3 text-sm">
        <ul className="grid gap-1.5">
          {flatten(rule.body.when).map(({ depth, word, leaf }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its position
            <li key={index} style={{ paddingLeft: `${depth}rem` }} className="min-w-0 break-words">
              {leaf ? (
                <>
                  <span className="text-muted">{CONDITION_KIND_LABELS[leaf.kind]}</span>{' '}
                  <span className={leaf.kind === 'regex' ? 'font-mono text-xs' : ''}>{conditionText(leaf)}</span>
                </>
              ) : (
                <b className="font-semibold">{word}</b>
              )}
            </li>
          ))}
        </ul>
        <ul className="grid gap-1 border-line border-t pt-3">
          {rule.body.then.map((action) => (
            <li key={action.type}>{ruleActionText(action)}.</li>
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}

function DeleteRule({ rule, isOpen, onClose }: { rule: RuleDetail; isOpen: boolean; onClose: () => void }) {
  const remove = useDeleteRule()
  const router = useRouter()
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title={`Delete the rule ${rule.name}?`}
      confirmLabel="Delete rule"
      onConfirm={async () => {
        router.push('/moderation/rules')
        await remove.mutateAsync(rule.id)
        toast(`${rule.name} was deleted`)
      }}
    >
      The rule stops matching. Cases that it opened stay, and items that it hid stay hidden.
    </ConfirmDialog>
  )
}

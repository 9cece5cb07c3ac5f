import { CircleCheck, CircleDashed } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card'
import { FieldError } from '@/components/ui/field'
import { formatPercent } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import type { RuleDetail, RuleMode } from '@/lib/moderation/schema/automatic-rules'
import { MODE_LABELS } from './rule-text'
import { useSetMode } from './rules-client'

const LimitsDialog = dynamic(() => import('./limits-dialog').then((module) => module.LimitsDialog), { ssr: false })

interface ModeCardProps {
  rule: RuleDetail
  canWrite: boolean
}

/** What the latest version may do, what it lacks to go live, and the way there and back. */
export function ModeCard({ rule, canWrite }: ModeCardProps) {
  const latest = rule.versions.find(({ version }) => version === rule.version)
  if (!latest) return null
  return (
    <Card aria-label="Going live">
      <CardHeader>
        <CardTitle>Going live</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3 text-sm">
        <p>
          {latest.mode === 'live'
            ? `Version ${rule.version} is live and acts on its hits.`
            : `Version ${rule.version} is ${latest.mode === 'shadow' ? 'in shadow and only records what it would do' : 'a draft and does nothing'}.`}
          {rule.liveVersion !== null && latest.mode !== 'live' ? ` Version ${rule.liveVersion} is live.` : ''}
          {latest.mode === 'shadow' && rule.shadowSince ? (
            <>
              {' '}
              Since <RelativeTime at={rule.shadowSince} />.
            </>
          ) : null}
        </p>
        {latest.mode === 'live' ? null : <Readiness {...latest.readiness} />}
        {canWrite ? <ModeButtons rule={rule} mode={latest.mode} isReady={latest.readiness.isReady} /> : null}
        <Limits limits={rule.limits} canWrite={canWrite} />
      </CardBody>
    </Card>
  )
}

function Readiness({ isReady, missing }: RuleDetail['versions'][number]['readiness']) {
  if (isReady)
    return (
      <p className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
        It meets the requirements for going live.
      </p>
    )
  return (
    <div className="grid gap-1.5" id="missing">
      <p className="font-medium">Before it can go live</p>
      <ul className="grid gap-1.5">
        {missing.map((sentence) => (
          <li key={sentence} className="flex items-start gap-2">
            <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Limits({ limits, canWrite }: { limits: RuleDetail['limits']; canWrite: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="flex flex-wrap items-center gap-x-2 border-line border-t pt-3 text-muted text-xs">
      <p className="num min-w-0 flex-1">
        Going live requires {limits.leastRows} different texts and {formatPercent(limits.leastPrecision)} precision, or{' '}
        {limits.shadowDays} days in shadow.
      </p>
      {canWrite ? (
        <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
          Change
        </Button>
      ) : null}
      {isOpen ? <LimitsDialog limits={limits} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

function ModeButtons({ rule, mode, isReady }: { rule: RuleDetail; mode: RuleMode; isReady: boolean }) {
  const setMode = useSetMode(rule.id)
  const [problem, setProblem] = useState<string | null>(null)
  const set = async (next: RuleMode) => {
    setProblem(null)
    try {
      await setMode.mutateAsync({ version: rule.version, mode: next })
      toast(`Version ${rule.version}: ${MODE_LABELS[next].label.toLowerCase()}`)
    } catch (error) {
      setProblem(describeFailure(error))
    }
  }
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {mode === 'live' ? null : (
          <Button
            variant="primary"
            disabled={!isReady}
            aria-describedby={isReady ? undefined : 'missing'}
            isPending={setMode.isPending}
            onClick={() => void set('live')}
          >
            Go live
          </Button>
        )}
        {mode === 'shadow' ? null : (
          <Button onClick={() => void set('shadow')} isPending={setMode.isPending}>
            {mode === 'live' ? 'Return to shadow' : 'Run in shadow'}
          </Button>
        )}
        {mode === 'draft' ? null : (
          <Button onClick={() => void set('draft')} isPending={setMode.isPending}>
            Switch off
          </Button>
        )}
      </div>
      {problem ? <FieldError>{problem}</FieldError> : null}
    </div>
  )
}

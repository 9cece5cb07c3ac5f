import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card'
import { Chip } from '@/components/ui/chip'
import { countOf } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { RuleDetail, RuleHitView } from '@/lib/moderation/schema/automatic-rules'
import { MarkedText } from './marked-text'
import { Precision } from './rule-table'
import { missingText } from './rule-text'

/** What the rule found last, and what people made of it. */
export function HitsCard({ rule }: { rule: RuleDetail }) {
  return (
    <Card aria-label="Hits">
      <CardHeader className="justify-between">
        <CardTitle>Hits</CardTitle>
        <div className="text-sm">
          <Precision figures={rule.figures} />
        </div>
      </CardHeader>
      <Undecided undecided={rule.undecided} />
      {rule.recentHits.length === 0 ? (
        <CardBody className="text-muted text-sm">
          No hits yet. Rules that are live or in shadow check all new items.
        </CardBody>
      ) : (
        <ul className="mt-2">
          {rule.recentHits.map((hit) => (
            <HitRow key={hit.id} hit={hit} />
          ))}
        </ul>
      )}
    </Card>
  )
}

/** What it could not judge lately: no match, but nothing that it has found harmless either. */
function Undecided({ undecided }: Pick<RuleDetail, 'undecided'>) {
  if (undecided.length === 0) return null
  return (
    <ul className="mx-4 mt-2 grid gap-1 rounded-control bg-warn-soft px-3 py-2 text-sm text-warn-text">
      {undecided.map(({ missing, items, lastAt }) => (
        <li key={missing.join()} className="num break-words">
          {countOf(items, 'item')} in 24 hours couldn’t be decided and didn’t match: {missingText(missing)}. Latest:{' '}
          <RelativeTime at={lastAt} />.
        </li>
      ))}
    </ul>
  )
}

const OUTCOMES = {
  right: { tone: 'good', label: 'Acted on' },
  wrong: { tone: 'danger', label: 'Kept' },
} as const

function HitRow({ hit }: { hit: RuleHitView }) {
  const outcome = hit.outcome ? OUTCOMES[hit.outcome] : null
  return (
    <li className="grid gap-1.5 border-line border-b px-4 py-3 text-sm last:border-b-0">
      <p className="line-clamp-3 break-words">
        {hit.text ? (
          <MarkedText text={hit.text} hits={hit.hits} />
        ) : (
          <span className="text-muted">The text is no longer stored.</span>
        )}
      </p>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
        <Chip tone={hit.mode === 'live' ? 'good' : 'warn'}>
          {hit.mode === 'live' ? (hit.hasActed ? 'Live' : 'Live, no action') : 'Shadow'}
        </Chip>
        {outcome ? <Chip tone={outcome.tone}>{outcome.label}</Chip> : null}
        <span>
          {hit.itemType} {hit.itemId}, version {hit.version}, <RelativeTime at={hit.at} />
        </span>
        {hit.caseId ? (
          <Link href={`/moderation?case=${hit.caseId}`} className="text-accent-text hover:underline">
            Case {hit.caseId}
          </Link>
        ) : null}
      </div>
    </li>
  )
}

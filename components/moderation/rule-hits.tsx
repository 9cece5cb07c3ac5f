import { Chip } from '@/components/ui/chip'
import { countOf } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { CaseHit } from '@/lib/moderation/schema/cases'
import { excerptOf } from './rules/excerpt'
import { MarkedText } from './rules/marked-text'

interface RuleHitsProps {
  hits: readonly CaseHit[]
  /** Of the case: a hit of an earlier one says so. */
  revision: number
}

/** What automatic rules found in it, and where; those in shadow did nothing. */
export function RuleHits({ hits, revision }: RuleHitsProps) {
  if (hits.length === 0) return null
  const shadow = hits.filter(({ mode }) => mode === 'shadow').length
  return (
    <details open className="rounded-card border border-line bg-surface px-4 py-2.5 text-sm shadow-card">
      <summary className="cursor-pointer">
        <span className="font-semibold">{countOf(hits.length, 'rule hit')}</span>{' '}
        <span className="text-muted">{shadow > 0 ? `${shadow} in shadow` : ''}</span>
      </summary>
      <ul className="mt-2 grid gap-2">
        {hits.map((hit) => (
          <HitLine key={hit.id} hit={hit} isEarlier={hit.revision < revision} />
        ))}
      </ul>
    </details>
  )
}

function HitLine({ hit, isEarlier }: { hit: CaseHit; isEarlier: boolean }) {
  return (
    <li className="grid gap-1 border-line border-t pt-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
        {hit.isArchived ? (
          <span className="font-medium text-ink">{hit.rule} (deleted)</span>
        ) : (
          <Link
            href={`/moderation/rules/${hit.ruleId}`}
            className="min-w-0 break-words font-medium text-accent-text hover:underline"
          >
            {hit.rule}
          </Link>
        )}
        <ModeOfHit hit={hit} />
        <span className="num">version {hit.version}</span>
        {isEarlier ? <span className="num">on revision {hit.revision}</span> : null}
        <RelativeTime at={hit.at} />
      </p>
      <Found hit={hit} />
    </li>
  )
}

function ModeOfHit({ hit }: { hit: CaseHit }) {
  if (hit.mode === 'shadow') return <Chip tone="warn">Shadow, no action</Chip>
  return hit.hasActed ? <Chip tone="good">Live</Chip> : <Chip>Live, no action</Chip>
}

function Found({ hit }: { hit: CaseHit }) {
  if (hit.text === null) return <p className="text-muted">The text is no longer stored.</p>
  const marked = hit.places.filter(({ start, end }) => end > start)
  if (marked.length === 0) return <p className="text-muted">Matched by author, frequency or classifier, not by text.</p>
  const { text, places } = excerptOf(hit.text, marked)
  return (
    <p>
      <MarkedText text={text} hits={places} />
    </p>
  )
}

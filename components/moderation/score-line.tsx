'use client'

import { useState } from 'react'
import { useNow } from '@/components/ui/clock'
import { formatNumber } from '@/components/ui/format'
import type { CaseDetail, CaseSummary } from '@/lib/moderation/schema/cases'
import { shownScore } from './case-text'

const HOUR_MS = 3_600_000

/** The score with all that it is made of. */
export function ScoreLine({ summary, detail }: { summary: CaseSummary; detail: CaseDetail | null }) {
  const [isOpen, setOpen] = useState(false)
  const now = useNow()
  const end = summary.decidedAt ? Date.parse(summary.decidedAt) : now
  const hours = Math.max(0, end - Date.parse(summary.openedAt)) / HOUR_MS
  const reach = 1 + Math.log10(1 + summary.reach)
  const age = 2 ** (hours / 48)
  const counted = detail?.reportList.filter(({ isCounted }) => isCounted) ?? []
  return (
    <div className="num mt-0.5 text-muted text-sm">
      <p>
        Score {shownScore(summary.score)} = severity {summary.severity} × reporters{' '}
        {Math.max(0, summary.weight).toFixed(1)} × reach {reach.toFixed(1)} × age {age.toFixed(2)}{' '}
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="touch-target relative font-medium text-accent-text hover:underline"
        >
          why this score
        </button>
      </p>
      {isOpen ? (
        <dl className="mt-2 grid gap-x-4 gap-y-1 rounded-control bg-sunken px-3 py-2 sm:grid-cols-[auto_1fr]">
          <dt className="font-medium text-ink">Severity</dt>
          <dd>{summary.severity} of 5, the highest of the named policies, or set by a rule or a person</dd>
          <dt className="font-medium text-ink">Reporters</dt>
          <dd>
            {counted.length > 0
              ? `${counted.map(({ weight, right, wrong }) => `${weight.toFixed(1)} (${right} correct, ${wrong} incorrect before)`).join(' + ')}`
              : 'none since the case was opened'}
            {summary.ruleHits > 0 ? ` + ${summary.ruleHits} by rules or manually` : ''} = {summary.weight.toFixed(2)}{' '}
            (each person counts once, a total below 0 counts as 0)
          </dd>
          <dt className="font-medium text-ink">Reach</dt>
          <dd>
            1 + log₁₀(1 + {formatNumber(summary.reach)} people) = {reach.toFixed(2)}
          </dd>
          <dt className="font-medium text-ink">Age</dt>
          <dd>
            open for {hours.toFixed(1)} hours, the score doubles every 48 hours = {age.toFixed(3)}
          </dd>
        </dl>
      ) : null}
    </div>
  )
}

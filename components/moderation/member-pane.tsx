'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { useZones } from '@/components/ui/clock'
import { ErrorState } from '@/components/ui/error-state'
import { countOf } from '@/components/ui/format'
import { initialsOf } from '@/components/ui/initials'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { Textarea } from '@/components/ui/textarea'
import { formatDate, formatDateTime } from '@/lib/core/time/format'
import type { CaseDetail, CaseSummary } from '@/lib/moderation/schema/cases'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import type { RecordView } from '@/lib/moderation/schema/records'
import { type Choice, choicesFor, doneText, effectsOf, type HeldByRules, TYPE_LABELS } from './case-text'
import { MemberMenu } from './erasure/member-menu'
import { MemberActivity } from './member-activity'
import { MemberParts } from './member-parts'
import { recordQuery } from './moderation-client'
import { noteDraftOf, saveNoteDraft } from './note-drafts'

interface MemberPaneProps {
  summary: CaseSummary
  detail: CaseDetail | null
  policy: PolicyView | null
  onNote: (text: string) => Promise<void>
}

export const NOTE_ID = 'case-note'
const NOTE_HINT_ID = 'case-note-hint'
const NOTHING_HELD: HeldByRules = []

/** Who wrote it: their record and past cases, what a decision would bring, and the team's notes. */
export function MemberPane({ summary, detail, policy, onNote }: MemberPaneProps) {
  return (
    <section aria-label="Member" className="min-w-0 border-line max-xl:border-t xl:overflow-y-auto xl:border-l">
      <div className="grid grid-cols-1 gap-4 px-4 pt-4 pb-6 max-xl:pb-36">
        {summary.member ? (
          <Profile
            memberId={summary.member.id}
            policy={policy}
            summary={summary}
            held={detail?.heldByRules ?? NOTHING_HELD}
          />
        ) : (
          <p className="text-muted text-sm">{summary.isErased ? 'The member was erased.' : 'The author is unknown.'}</p>
        )}
        <Notes summary={summary} detail={detail} onNote={onNote} />
      </div>
    </section>
  )
}

interface ProfileProps extends Pick<MemberPaneProps, 'policy' | 'summary'> {
  memberId: number
  held: HeldByRules
}

function Profile({ memberId, policy, summary, held }: ProfileProps) {
  const record = useQuery(recordQuery(memberId))
  const { viewer } = useZones()
  if (record.isError) return <ErrorState title="The member could not be loaded" onRetry={() => void record.refetch()} />
  if (!record.data) {
    return (
      <div role="status" aria-label="Loading the member" className="grid gap-2">
        <Skeleton className="h-9 w-40" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-full" />
      </div>
    )
  }
  const { member, standing, strikes, points, cases, reportsMade } = record.data
  const name = member.name ?? member.externalId
  return (
    <>
      <div className="flex items-center gap-2.5">
        <span
          aria-hidden
          className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs"
        >
          {initialsOf(name)}
        </span>
        <div className="min-w-0">
          <p className="truncate font-semibold">{name}</p>
          <p className="num text-muted text-xs">
            {member.joinedAt ? `joined ${formatDate(member.joinedAt, viewer, { hasYear: true })}` : 'join date unknown'}
          </p>
        </div>
        <MemberMenu memberId={memberId} name={name} />
      </div>
      <SanctionSummary standing={standing} />
      <dl className="num grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 text-sm">
        <Fact name="Current points">{points}</Fact>
        <Fact name="Total strikes">{strikes.filter(({ isVoided }) => !isVoided).length}</Fact>
        <Fact name="Cases">
          <Link href={`/moderation?member=${memberId}`} className="text-accent-text hover:underline">
            {cases}
            <span className="sr-only">, view open cases</span>
          </Link>
        </Fact>
        <Fact name="Reports made">
          {reportsMade.right + reportsMade.wrong === 0
            ? 0
            : `${reportsMade.right} correct, ${reportsMade.wrong} incorrect`}
        </Fact>
        {member.lastActiveAt ? (
          <Fact name="Last active">
            <RelativeTime at={member.lastActiveAt} />
          </Fact>
        ) : null}
      </dl>
      <MemberActivity memberId={memberId} />
      <MemberParts memberId={memberId} />
      <StrikeList strikes={strikes} />
      <PastCases cases={record.data.latestCases.filter(({ id }) => id !== summary.id)} />
      {summary.status === 'decided' ? null : (
        <Ahead record={record.data} policy={policy} summary={summary} held={held} />
      )}
    </>
  )
}

function SanctionSummary({ standing }: Pick<RecordView, 'standing'>) {
  const { viewer } = useZones()
  const { isBanned, mutedUntil, suspendedUntil } = standing
  if (!isBanned && !mutedUntil && !suspendedUntil) return null
  return (
    <div className="flex flex-wrap gap-1.5">
      {isBanned ? <Chip tone="danger">banned</Chip> : null}
      {suspendedUntil ? <Chip tone="danger">suspended until {formatDateTime(suspendedUntil, viewer)}</Chip> : null}
      {mutedUntil ? <Chip tone="warn">muted until {formatDateTime(mutedUntil, viewer)}</Chip> : null}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right font-semibold">{children}</dd>
    </>
  )
}

function StrikeList({ strikes }: Pick<RecordView, 'strikes'>) {
  if (strikes.length === 0) return null
  return (
    <div>
      <h3 className="mb-1 font-medium text-muted text-xs">Strikes</h3>
      <ul className="grid grid-cols-1 gap-1 text-sm">
        {strikes.slice(0, 8).map((strike) => (
          <li key={strike.id} className="flex gap-2">
            <span className="min-w-0 flex-1 truncate">
              {strike.policy ?? 'In a queue you can’t access'}
              {strike.isVoided ? ' (reversed)' : strike.isActive ? '' : ' (expired)'}
            </span>
            <span className="num text-muted text-xs">
              {countOf(strike.points, 'point')}, <RelativeTime at={strike.givenAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const PAST_CASES = 6

/** What they were in before, whether it was decided or waits. */
function PastCases({ cases }: { cases: RecordView['latestCases'] }) {
  if (cases.length === 0) return null
  return (
    <div>
      <h3 className="mb-1 font-medium text-muted text-xs">Other cases</h3>
      <ul className="grid grid-cols-1 gap-1.5 text-sm">
        {cases.slice(0, PAST_CASES).map(({ id, itemType, text, status, policy, actions, openedAt, decidedAt }) => (
          <li key={id}>
            <Link href={`/moderation?status=${status}&case=${id}`} className="block truncate hover:underline">
              {text || `Case ${id}, ${TYPE_LABELS[itemType]}`}
            </Link>
            <p className="truncate text-muted text-xs">
              {actions.length > 0 ? doneText(actions.map((type) => ({ type }))) : 'Waiting'}
              {policy ? ` · ${policy}` : ''} · <RelativeTime at={decidedAt ?? openedAt} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  )
}

const STEP_LABELS = { warn: 'a warning', mute: 'a mute', suspend: 'a suspension', ban: 'a ban' } as const

/** What the first choice would bring, and what letting it be would, before anything is pressed. */
function Ahead({ record, policy, summary, held }: Omit<ProfileProps, 'memberId'> & { record: RecordView }) {
  const more = policy?.strikePoints ?? 0
  const reached = record.ladder.filter(({ points, counted }) => counted + more >= points).at(-1)
  const choices = choicesFor(summary)
  const [first] = choices
  const keep = choices.find(({ needsPolicy }) => !needsPolicy)
  const ofFirst = [
    more > 0
      ? `Adds ${countOf(more, 'point')}${policy?.strikeDays ? ` for ${policy.strikeDays} days` : ''}, for a total of ${record.points + more}`
      : 'Adds no points',
    ...(reached ? [`The ladder ${reached.isApplied ? 'adds' : 'proposes'} ${STEP_LABELS[reached.action]}`] : []),
  ]
  return (
    <div className="grid gap-2 text-muted text-sm">
      {first ? <Effects choice={first} effects={[...effectsOf(first, summary, held), ...ofFirst]} /> : null}
      {keep ? <Effects choice={keep} effects={effectsOf(keep, summary, held)} /> : null}
      <p>You can undo the decision for 8 seconds (Z), or reverse it later.</p>
    </div>
  )
}

function Effects({ choice, effects }: { choice: Choice; effects: readonly string[] }) {
  return (
    <div>
      <h3 className="mb-1 font-medium text-xs">What “{choice.label}” will do</h3>
      <ul className="grid list-disc gap-0.5 pl-4">
        {effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
    </div>
  )
}

function Notes({ summary, detail, onNote }: Pick<MemberPaneProps, 'summary' | 'detail' | 'onNote'>) {
  const caseId = summary.id
  const [text, setText] = useState(() => noteDraftOf(caseId))
  const [isPending, setPending] = useState(false)
  const change = (next: string) => {
    setText(next)
    saveNoteDraft(caseId, next)
  }
  const save = async () => {
    if (!text.trim() || isPending) return
    setPending(true)
    try {
      await onNote(text.trim())
      change('')
      document.getElementById(NOTE_ID)?.blur()
    } catch {
      // It was shown, and what was typed stays.
    } finally {
      setPending(false)
    }
  }
  return (
    <div>
      <label htmlFor={NOTE_ID} className="mb-1 block font-medium text-muted text-xs">
        Notes
      </label>
      <Textarea
        id={NOTE_ID}
        rows={2}
        value={text}
        placeholder="Write a note for the team"
        // What saves it stands below, on smaller screens above the bar of choices.
        className="scroll-mb-16 max-xl:scroll-mb-44"
        aria-describedby={text.trim() && summary.status !== 'decided' ? NOTE_HINT_ID : undefined}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save()
        }}
      />
      {text.trim() ? (
        <div className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Button size="sm" isPending={isPending} onClick={() => void save()}>
            Save note
          </Button>
          {summary.status === 'decided' ? null : (
            <span id={NOTE_HINT_ID} className="text-muted text-xs">
              Or decide the case to save the note with the decision.
            </span>
          )}
        </div>
      ) : null}
      <ul className="mt-2 grid gap-2 text-sm">
        {detail?.notes.map((note) => (
          <li key={note.id}>
            <p className="text-muted text-xs">
              {note.actor}, <RelativeTime at={note.at} />
            </p>
            <p className="whitespace-pre-wrap break-words">{note.text}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

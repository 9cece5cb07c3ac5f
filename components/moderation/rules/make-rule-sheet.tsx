import { useQuery } from '@tanstack/react-query'
import { Lightbulb } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { FieldError } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { MarkedText } from './marked-text'
import { type RuleDraft, readDraft } from './rule-draft'
import { RuleSheet } from './rule-sheet'
import { startBacktest, suggestedRuleQuery, useTryRule } from './rules-client'

interface MakeRuleSheetProps {
  caseId: number
  onClose: () => void
}

/** The form of rules with what finds this case; saved, it is tested on past decisions, and the result stands beside the draft. */
export function CreateRuleSheet({ caseId, onClose }: MakeRuleSheetProps) {
  const router = useRouter()
  const { data, error } = useQuery({ ...suggestedRuleQuery(caseId), staleTime: Number.POSITIVE_INFINITY, retry: false })
  const refuse = useEffectEvent((title: string, description: string) => {
    toast(title, { tone: 'danger', description })
    onClose()
  })
  const hasNoText = data !== undefined && data.text === null
  useEffect(() => {
    if (error) refuse('The rule could not be created', describeFailure(error))
  }, [error])
  useEffect(() => {
    if (hasNoText) refuse('This case has nothing to create a rule from', data.notes.join(' '))
  }, [hasNoText, data])
  if (!data || data.text === null) return null
  const { rule, text, notes } = data
  const test = async (id: string) => {
    try {
      await startBacktest(id, null)
    } catch (failure) {
      toast('The draft was saved, but its backtest did not start', {
        tone: 'danger',
        description: describeFailure(failure),
      })
    }
    router.push(`/moderation/rules/${id}`)
  }
  return (
    <RuleSheet
      rule={null}
      given={rule}
      saveLabel="Save and test draft"
      intro={(draft) => (
        <>
          <Notes notes={notes} />
          <OnThisCase text={text} draft={draft} isSuggested={rule !== null} />
        </>
      )}
      onClose={onClose}
      onSaved={(id) => void test(id)}
    />
  )
}

function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <p className="flex items-start gap-2 rounded-control bg-sunken px-3 py-2 text-sm">
      <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span>
        {notes.join(' ')} When you save the draft, Guildhall tests it on past decisions. The draft does nothing until
        you make it live.
      </span>
    </p>
  )
}

/** Whether what the form says at present finds the very case, and where. */
function OnThisCase({ text, draft, isSuggested }: { text: string; draft: RuleDraft; isSuggested: boolean }) {
  const tried = useTryRule()
  const read = readDraft(draft)
  const body = 'body' in read ? read.body : null
  const check = () => body && tried.mutate({ rule: body, text })
  const checkFirst = useEffectEvent(() => isSuggested && check())
  useEffect(() => void checkFirst(), [])
  const result = tried.data
  return (
    <section aria-label="This case" className="grid gap-2 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">This case</h3>
        <span role="status">
          {result ? (
            <Chip tone={result.matched ? 'warn' : 'neutral'}>{result.matched ? 'Matches' : 'Doesn’t match'}</Chip>
          ) : null}
        </span>
        <Button
          size="sm"
          className="ml-auto"
          disabled={body === null}
          isPending={tried.isPending}
          onClick={() => check()}
        >
          Check again
        </Button>
      </div>
      <p className="max-h-40 overflow-y-auto rounded-control border border-line px-3 py-2">
        <MarkedText text={text} hits={result?.hits ?? []} />
      </p>
      {tried.isError ? <FieldError>{describeFailure(tried.error)}</FieldError> : null}
    </section>
  )
}

import { type ReactNode, useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { Sheet, SheetClose, SheetContent } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { ApiError } from '@/lib/core/http/client'
import type { RuleBody } from '@/lib/moderation/engine/schema'
import { dailyCapOf, type RuleDetail } from '@/lib/moderation/schema/automatic-rules'
import { type DraftProblem, emptyDraft, type RuleDraft, readDraft, toDraft } from './rule-draft'
import { RuleFields } from './rule-fields'
import { useSaveRule } from './rules-client'

interface RuleSheetProps {
  /** Null: a new one. */
  rule: RuleDetail | null
  /** What a new one says to begin with. */
  given?: RuleBody | null
  /** What stands above the form, by what it says at present. */
  intro?: (draft: RuleDraft) => ReactNode
  saveLabel?: string
  onClose: () => void
  onSaved: (id: string) => void
}

function beginWith({ rule, given }: Pick<RuleSheetProps, 'rule' | 'given'>): RuleDraft {
  if (rule) return toDraft(rule.body, rule.dailyCap)
  return given ? toDraft(given, dailyCapOf({})) : emptyDraft()
}

/** Writes a rule. What is saved is a version of its own, a draft, whatever the rule does now. */
export function RuleSheet({ rule, given, intro, saveLabel = 'Save draft', onClose, onSaved }: RuleSheetProps) {
  const [draft, setDraft] = useState(() => beginWith({ rule, given: given ?? null }))
  const [problems, setProblems] = useState<DraftProblem[]>([])
  const save = useSaveRule()
  const submit = async () => {
    const read = readDraft(draft)
    if ('problems' in read) return setProblems(read.problems)
    try {
      const { id, version } = await save.mutateAsync({ id: rule?.id ?? null, ...read })
      toast(rule && version === rule.version ? 'Saved' : `Saved as version ${version}, a draft`)
      onClose()
      onSaved(id)
    } catch (error) {
      const issues = error instanceof ApiError ? error.issues : []
      setProblems(issues.length > 0 ? issues : [{ path: '', message: describeFailure(error) }])
    }
  }
  const root = problems.find(({ path }) => path === '')
  return (
    <Sheet open onOpenChange={onClose}>
      <SheetContent
        title={rule ? `Edit ${rule.name}` : 'New rule'}
        description={
          rule?.mode === 'live'
            ? 'Saving creates a new draft. The live version keeps running until you put the new one live.'
            : 'Saving creates a draft, which does nothing until you test it and go live.'
        }
        className="sm:w-[34rem]"
        footer={
          <>
            <SheetClose asChild>
              <Button>Cancel</Button>
            </SheetClose>
            <Button type="submit" form="rule" variant="primary" isPending={save.isPending}>
              {saveLabel}
            </Button>
          </>
        }
      >
        <form
          id="rule"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
          className="grid gap-4"
        >
          {intro?.(draft)}
          <RuleFields draft={draft} problems={problems} onChange={setDraft} />
          {root ? <FieldError>{root.message}</FieldError> : null}
        </form>
      </SheetContent>
    </Sheet>
  )
}

import type { ReactNode } from 'react'
import { type FieldErrors, type Resolver, set, useFormState, useWatch } from 'react-hook-form'
import { listProblems } from '@/components/screen/describe-problems'
import { FormDialog } from '@/components/screen/form-dialog'
import { useSchemaForm } from '@/components/screen/schema-form'
import { toast } from '@/components/ui/toast'
import type { RuleBody } from '@/lib/moderation/engine/schema'
import { dailyCapOf, type RuleDetail } from '@/lib/moderation/schema/automatic-rules'
import { emptyDraft, type ReadDraft, type RuleDraft, readDraft, toDraft } from './rule-draft'
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

/** The problems are of the rule that is sent, and keep its paths. */
const checkDraft: Resolver<RuleDraft, unknown, ReadDraft> = (draft) => {
  const read = readDraft(draft)
  if (!('problems' in read)) return { values: read, errors: {} }
  const errors: FieldErrors = {}
  for (const { path, message } of read.problems) set(errors, path || 'when', { type: 'draft', message })
  return { values: {}, errors }
}

const isRuleField = (path: string): boolean => /^(name|when|then|dailyCap)(\.|$)/.test(path)

/** Writes a rule. What is saved is a version of its own, a draft, whatever the rule does now. */
export function RuleSheet({ rule, given, intro, saveLabel = 'Save draft', onClose, onSaved }: RuleSheetProps) {
  const save = useSaveRule()
  const form = useSchemaForm(checkDraft, beginWith({ rule, given: given ?? null }))
  const draft = useWatch({ control: form.control }) as RuleDraft
  const { errors } = useFormState({ control: form.control })
  const change = (next: RuleDraft) => {
    for (const name of Object.keys(next) as (keyof RuleDraft)[]) form.setValue(name, next[name], { shouldDirty: true })
  }
  return (
    <FormDialog
      form={form}
      isSheet
      isField={isRuleField}
      title={rule ? `Edit ${rule.name}` : 'New rule'}
      description={
        rule?.mode === 'live'
          ? 'Saving creates a new draft. The live version keeps running until you make the new one live.'
          : 'Saving creates a draft, which does nothing until you test it and go live.'
      }
      className="sm:w-[34rem]"
      submitLabel={saveLabel}
      onSubmit={async (read) => {
        const { id, version } = await save.mutateAsync({ id: rule?.id ?? null, ...read })
        toast(rule && version === rule.version ? 'Saved' : `Saved as version ${version}, a draft`)
        onSaved(id)
      }}
      onClose={onClose}
    >
      {intro?.(draft)}
      <RuleFields draft={draft} problems={listProblems(errors)} onChange={change} />
    </FormDialog>
  )
}

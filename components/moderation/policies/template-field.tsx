import { type UseFormReturn, useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { cn } from '@/components/ui/cn'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { validationMessage } from '@/lib/core/validation-message'
import { PLACEHOLDERS, type PolicyBody, policyBody, REPORTER_PLACEHOLDERS } from '@/lib/moderation/schema/policies'
import { templateTokens } from '@/lib/moderation/schema/template-tokens'

type Values = z.input<typeof policyBody>

const TEMPLATES = {
  memberTemplate: { label: 'Message to the member', placeholders: PLACEHOLDERS },
  reporterTemplate: { label: 'Message to each reporter', placeholders: REPORTER_PLACEHOLDERS },
} as const

interface TemplateFieldProps {
  form: UseFormReturn<Values, unknown, PolicyBody>
  name: keyof typeof TEMPLATES
}

/** A text with placeholders, and how it will read; one that stands for nothing is named while it is typed. */
export function TemplateField({ form, name }: TemplateFieldProps) {
  const { label, placeholders } = TEMPLATES[name]
  const [template = '', policy] = useWatch({ control: form.control, name: [name, 'name'] })
  const problem = policyBody.shape[name].safeParse(template, { error: validationMessage }).error?.issues[0]?.message
  return (
    <div className="grid gap-2">
      <Field
        label={label}
        isOptional
        error={problem ?? form.formState.errors[name]?.message}
        hint={`You can use ${placeholders.map((one) => `{${one}}`).join(' ')}.`}
      >
        <Textarea rows={2} {...form.register(name)} />
      </Field>
      {template.trim() ? <Preview template={template} examples={examplesOf(placeholders, policy)} /> : null}
    </div>
  )
}

const EXAMPLES = { member: 'u2', reason: 'Plain advertising', action: 'mute', until: '2026-12-03 12:00 UTC' }

function examplesOf(placeholders: readonly string[], policy: string): Record<string, string> {
  const all: Record<string, string> = { ...EXAMPLES, policy: policy.trim() || 'Spam' }
  return Object.fromEntries(placeholders.map((name) => [name, all[name] ?? '']))
}

function Preview({ template, examples }: { template: string; examples: Record<string, string> }) {
  let offset = 0
  return (
    <figure className="rounded-control bg-sunken px-3 py-2 text-sm">
      <figcaption className="mb-0.5 text-muted text-xs">Preview with sample values</figcaption>
      <p className="whitespace-pre-wrap break-words">
        {templateTokens(template.trim(), examples).map(({ kind, text }) => {
          offset += text.length + 1
          return (
            <span
              key={offset}
              className={cn(
                kind === 'filled' && 'font-semibold',
                kind === 'unknown' && 'font-semibold text-danger-text line-through',
              )}
            >
              {text}
            </span>
          )
        })}
      </p>
    </figure>
  )
}

import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card'
import { Chip } from '@/components/ui/chip'
import { Field, FieldError } from '@/components/ui/field'
import { countOf } from '@/components/ui/format'
import { Textarea } from '@/components/ui/textarea'
import type { RuleBody } from '@/lib/moderation/engine/schema'
import type { RuleTestView } from '@/lib/moderation/schema/automatic-rules'
import { MarkedText } from './marked-text'
import { missingText } from './rule-text'
import { useTryRule } from './rules-client'

/** Holds the rule against a text that is pasted here, and marks what it finds. */
export function TryCard({ body }: { body: RuleBody }) {
  const [text, setText] = useState('')
  const tried = useTryRule()
  const result = tried.data
  const shown = tried.variables?.text ?? ''
  return (
    <Card aria-label="Try it">
      <CardHeader>
        <CardTitle>Try it</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3 text-sm">
        <Field
          label="Text"
          hint="What the text doesn’t show, such as the account age, counts as unknown. Classifiers rate the text."
        >
          <Textarea value={text} onChange={(event) => setText(event.target.value)} className="max-h-64" />
        </Field>
        <Button
          className="justify-self-start"
          disabled={text.trim() === ''}
          isPending={tried.isPending}
          onClick={() => tried.mutate({ rule: body, text })}
        >
          Try
        </Button>
        {tried.isError ? <FieldError>{describeFailure(tried.error)}</FieldError> : null}
        {result ? (
          <div className="grid gap-2" role="status">
            <p>
              <Verdict {...result} />
              {result.hits.length > 0 ? (
                <span className="ml-2 text-muted">{countOf(result.hits.length, 'match', 'matches')}</span>
              ) : null}
            </p>
            {result.missing ? (
              <p className="text-muted">The rule can’t decide: {missingText(result.missing)}.</p>
            ) : null}
            {result.matched ? (
              <p className="max-h-64 overflow-y-auto rounded-control bg-sunken px-3 py-2">
                <MarkedText text={shown} hits={result.hits} />
              </p>
            ) : null}
          </div>
        ) : null}
      </CardBody>
    </Card>
  )
}

function Verdict({ matched, missing }: RuleTestView) {
  if (matched) return <Chip tone="warn">Matches</Chip>
  return <Chip>{missing ? 'Undecided, so no match' : 'Doesn’t match'}</Chip>
}

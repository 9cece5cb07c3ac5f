import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field, FieldError } from '@/components/ui/field'
import { countOf, formatNumber } from '@/components/ui/format'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { dailyCapOf, type ImportedRulesView, type ImportKind } from '@/lib/moderation/schema/automatic-rules'
import { useImportRules, useSaveRule } from './rules-client'

interface ImportDialogProps {
  onClose: () => void
  onSaved: (id: string) => void
}

const KINDS: { value: ImportKind; label: string; hint: string }[] = [
  { value: 'words', label: 'Word list', hint: 'One word or phrase per line' },
  { value: 'domains', label: 'Domain list', hint: 'One domain per line, or a hosts file' },
  { value: 'discord', label: 'Discord AutoMod', hint: 'JSON of one or all rules' },
  { value: 'mastodon', label: 'Mastodon domain blocks', hint: 'The exported CSV file' },
]
const SKIPPED_SHOWN = 8

/** Makes drafts of what another system exports: reads the file, says what was left out, and saves only then. */
export function ImportDialog({ onClose, onSaved }: ImportDialogProps) {
  const [kind, setKind] = useState<ImportKind>('words')
  const read = useImportRules()
  const save = useSaveRule()
  const choose = async (file: File | undefined) => {
    if (file) read.mutate({ kind, text: await file.text(), name: nameOf(file, kind) })
  }
  const found = read.data
  const saveAll = async (rules: ImportedRulesView['rules']) => {
    const ids: string[] = []
    for (const body of rules) ids.push((await save.mutateAsync({ id: null, body, dailyCap: dailyCapOf({}) })).id)
    toast(`${countOf(ids.length, 'draft')} saved`)
    onClose()
    const [only, ...others] = ids
    if (only && others.length === 0) onSaved(only)
  }
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title="Import rules"
        description="Imported rules become drafts, which do nothing until you test them and go live."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button
              variant="primary"
              disabled={!found || found.rules.length === 0}
              isPending={save.isPending}
              onClick={() => void saveAll(found?.rules ?? []).catch(() => undefined)}
            >
              Save {countOf(found?.rules.length ?? 0, 'draft')}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <Field label="Format" hint={KINDS.find(({ value }) => value === kind)?.hint}>
            <Select
              value={kind}
              options={KINDS.map(({ value, label }) => ({ value, label }))}
              onValueChange={(next) => {
                setKind(next)
                read.reset()
              }}
            />
          </Field>
          <Field label="File">
            <Input type="file" className="h-auto py-1.5" onChange={(event) => void choose(event.target.files?.[0])} />
          </Field>
          {read.isError ? <FieldError>{describeFailure(read.error)}</FieldError> : null}
          {save.isError ? <FieldError>{describeFailure(save.error)}</FieldError> : null}
          {found ? <Found found={found} /> : null}
        </div>
      </DialogContent>
    </Dialog>
  )
}

const nameOf = (file: File, kind: ImportKind): string | undefined =>
  kind === 'discord' ? undefined : file.name.replace(/\.\w+$/, '').slice(0, 100) || undefined

function Found({ found }: { found: ImportedRulesView }) {
  return (
    <div className="grid gap-2 text-sm" role="status">
      {found.rules.length === 0 ? <p>This file contains no usable rules.</p> : null}
      <ul className="grid gap-1">
        {found.rules.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat
          <li key={index} className="font-medium">
            {rule.name}
          </li>
        ))}
      </ul>
      {found.skippedCount > 0 ? (
        <>
          <p className="text-muted">{formatNumber(found.skippedCount)} skipped or changed:</p>
          <ul className="grid gap-1 text-muted text-xs">
            {found.skipped.slice(0, SKIPPED_SHOWN).map(({ what, why }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same line may be there twice
              <li key={index} className="break-words">
                {what}: {why}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

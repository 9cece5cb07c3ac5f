import { useState } from 'react'
import { CheckList } from '@/components/moderation/queues/check-list'
import { describeFailure } from '@/components/screen/form-problem'
import { useChangeSettings } from '@/components/settings/settings-client'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { CheckField, Field, FieldError } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { toast } from '@/components/ui/toast'
import { LANGUAGES, TERRITORIES } from '@/lib/moderation/schema/dsa-terms'
import type { Settings } from '@/lib/settings/schema'

const languageName = new Intl.DisplayNames('en', { type: 'language' })
const regionName = new Intl.DisplayNames('en', { type: 'region' })

const NONE = 'none'
const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label)
const LANGUAGE_OPTIONS = [
  { value: NONE, label: 'Not specified' },
  ...LANGUAGES.map((value) => ({ value, label: languageName.of(value.toLowerCase()) ?? value })).sort(byLabel),
] as const
const STATES = TERRITORIES.map((value) => ({ value, label: regionName.of(value) ?? value })).sort(byLabel)

interface StatementSettingsProps {
  settings: Pick<Settings, 'dsaSubmits' | 'dsaLanguage' | 'dsaTerritory'>
  onClose: () => void
}

/** Whether the community sends statements, and what all of them say. */
export function StatementSettings({ settings, onClose }: StatementSettingsProps) {
  const [isOn, setOn] = useState(true)
  const [language, setLanguage] = useState<(typeof LANGUAGE_OPTIONS)[number]['value']>(settings.dsaLanguage ?? NONE)
  const [territory, setTerritory] = useState(settings.dsaTerritory)
  const change = useChangeSettings()
  const save = async () => {
    await change.mutateAsync({
      dsaSubmits: isOn,
      dsaLanguage: language === NONE ? null : language,
      dsaTerritory: territory,
    })
    toast('Saved')
    onClose()
  }
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title="Statements of reasons"
        description="These settings apply to all statements. Each policy has its own DSA details."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form="statements" variant="primary" isPending={change.isPending}>
              Save
            </Button>
          </>
        }
      >
        <form
          id="statements"
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            // Why it failed stands under the form.
            save().catch(() => undefined)
          }}
        >
          <CheckField
            label="This community sends statements of reasons"
            hint="Guildhall creates the files. To send them, you need an account with the DSA transparency database."
          >
            <Switch checked={isOn} onCheckedChange={setOn} />
          </CheckField>
          <Field label="Content language">
            <Select value={language} onValueChange={setLanguage} options={LANGUAGE_OPTIONS} />
          </Field>
          <div className="grid gap-2">
            <CheckList
              label="Countries where decisions apply"
              hint="If you select none, statements don’t name any countries."
              options={STATES}
              value={territory}
              onChange={setTerritory}
            />
            <div className="flex gap-2">
              <Button size="sm" onClick={() => setTerritory([...TERRITORIES])}>
                Select all EEA countries
              </Button>
              <Button size="sm" onClick={() => setTerritory([])}>
                Clear selection
              </Button>
            </div>
          </div>
          {change.isError ? <FieldError>{describeFailure(change.error)}</FieldError> : null}
        </form>
      </DialogContent>
    </Dialog>
  )
}

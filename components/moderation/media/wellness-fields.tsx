import { Controller, useWatch } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { CheckField, Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { Switch } from '@/components/ui/switch'
import { DEFAULT_WELLNESS } from '@/lib/moderation/terms'
import { BlurSample } from './blur-sample'
import type { WellnessForm } from './wellness-form'

const STRENGTHS = [
  { value: '12', label: 'Light' },
  { value: '24', label: 'Medium' },
  { value: '40', label: 'Strong' },
] as const

/** The nearest of the strengths that are offered; the API takes others. */
const strengthOf = (pixels: number) =>
  STRENGTHS.reduce((best, one) =>
    Math.abs(Number(one.value) - pixels) < Math.abs(Number(best.value) - pixels) ? one : best,
  ).value

/** How somebody wants to see pictures, hear sounds, and be reminded of breaks. */
export function WellnessFields({ form }: { form: WellnessForm }) {
  const { isBlurred, blurPixels, isGrey } = useWatch({ control: form.control })
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <div className="grid content-start gap-4">
          <Toggle form={form} name="isBlurred" label="Blur media">
            If off, pictures appear as soon as you open a case, and each counts as a view.
          </Toggle>
          {isBlurred ? (
            <Controller
              control={form.control}
              name="blurPixels"
              render={({ field }) => (
                <Segmented
                  label="Blur strength"
                  value={strengthOf(field.value)}
                  onValueChange={(value) => field.onChange(Number(value))}
                  segments={STRENGTHS}
                  className="justify-self-start"
                />
              )}
            />
          ) : null}
          <Toggle form={form} name="isGrey" label="Greyscale">
            Pictures stay grey when you show them, until you turn on their colours.
          </Toggle>
          <Toggle form={form} name="isMuted" label="Mute">
            Videos and audio clips start muted. Nothing plays automatically.
          </Toggle>
        </div>
        <BlurSample pixels={isBlurred ? (blurPixels ?? 0) : 0} isGrey={isGrey ?? true} />
      </div>
      <BreakFields form={form} />
    </>
  )
}

interface ToggleProps {
  form: WellnessForm
  name: 'isBlurred' | 'isGrey' | 'isMuted'
  label: string
  children: string
}

function Toggle({ form, name, label, children }: ToggleProps) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field }) => (
        <CheckField label={label} hint={children}>
          <Switch checked={field.value} onCheckedChange={field.onChange} />
        </CheckField>
      )}
    />
  )
}

function BreakFields({ form }: { form: WellnessForm }) {
  const breakReveals = useWatch({ control: form.control, name: 'breakReveals' })
  const { errors } = form.formState
  return (
    <fieldset className="grid gap-3 border-line border-t pt-4">
      <legend className="sr-only">Breaks</legend>
      <CheckField label="Suggest breaks" hint="Only you see the suggestion. You can always continue.">
        <Switch
          checked={breakReveals !== null}
          onCheckedChange={(isOn) =>
            form.setValue('breakReveals', isOn ? DEFAULT_WELLNESS.breakReveals : null, { shouldDirty: true })
          }
        />
      </CheckField>
      {breakReveals === null ? null : (
        <div className="grid grid-cols-2 gap-4">
          <Field
            label="Views before a break"
            error={fieldMessage('Views before a break', errors.breakReveals?.message)}
          >
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={1000}
              {...form.register('breakReveals', { valueAsNumber: true })}
            />
          </Field>
          <Field label="Time window, in minutes" error={fieldMessage('Time window', errors.breakMinutes?.message)}>
            <Input
              type="number"
              inputMode="numeric"
              min={5}
              max={1440}
              {...form.register('breakMinutes', { valueAsNumber: true })}
            />
          </Field>
        </div>
      )}
    </fieldset>
  )
}

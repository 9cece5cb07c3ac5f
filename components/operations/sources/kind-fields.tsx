import { Controller } from 'react-hook-form'
import { fieldMessage } from '@/components/screen/form-problem'
import { CheckField, Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { Textarea } from '@/components/ui/textarea'
import type { SourceKindView } from '@/lib/collection/schema'
import { fieldsOf, type SchemaField } from './schema-fields'
import type { SourceForm } from './source-form-values'

interface KindFieldsProps {
  form: SourceForm
  kind: SourceKindView
  /** Names of the secrets that are saved already. */
  secretsSet: readonly string[]
}

/** The form of a kind, made from the schema that the server checks it with. */
export function KindFields({ form, kind, secretsSet }: KindFieldsProps) {
  const { errors } = form.formState
  const messageOf = (group: 'config' | 'secrets', name: string) => errors[group]?.[name]?.message as string | undefined
  return (
    <>
      {fieldsOf(kind.configSchema).map((field) => (
        <Controller
          key={field.name}
          control={form.control}
          name={`config.${field.name}`}
          render={({ field: { value, onChange } }) => (
            <ConfigField field={field} value={value} onChange={onChange} error={messageOf('config', field.name)} />
          )}
        />
      ))}
      {fieldsOf(kind.secretSchema).map((field) => {
        const isSet = secretsSet.includes(field.name)
        return (
          <Field
            key={field.name}
            label={field.label}
            hint={isSet ? 'A value is saved. Leave this empty to keep it.' : field.hint}
            isOptional={!field.isRequired}
            error={fieldMessage(field.label, messageOf('secrets', field.name))}
          >
            <Input
              type="password"
              autoComplete="off"
              placeholder={isSet ? '••••••••' : undefined}
              {...form.register(`secrets.${field.name}`)}
            />
          </Field>
        )
      })}
    </>
  )
}

interface ConfigFieldProps {
  field: SchemaField
  value: unknown
  onChange: (value: unknown) => void
  error: string | undefined
}

function ConfigField({ field, value, onChange, error }: ConfigFieldProps) {
  if (field.type === 'boolean') {
    return (
      <CheckField label={field.label} hint={field.hint}>
        <Switch checked={value === true} onCheckedChange={onChange} />
      </CheckField>
    )
  }
  return (
    <Field
      label={field.label}
      hint={field.hint}
      isOptional={!field.isRequired}
      error={fieldMessage(field.label, error)}
    >
      <ConfigControl field={field} value={value} onChange={onChange} />
    </Field>
  )
}

type ConfigControlProps = Omit<ConfigFieldProps, 'error'>

/** Takes the id and the aria attributes that Field gives to its control. */
function ConfigControl({ field, value, onChange, ...aria }: ConfigControlProps) {
  switch (field.type) {
    case 'choice':
      return (
        <Select
          {...aria}
          value={typeof value === 'string' && value ? value : undefined}
          onValueChange={onChange}
          options={field.choices.map((choice) => ({ value: choice, label: choice }))}
          placeholder="Choose"
        />
      )
    case 'number':
      return (
        <Input
          {...aria}
          type="number"
          value={typeof value === 'number' && !Number.isNaN(value) ? value : ''}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      )
    case 'lines':
      return (
        <Textarea
          {...aria}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={(event) => onChange(event.target.value.split('\n'))}
        />
      )
    default:
      return <Input {...aria} value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} />
  }
}

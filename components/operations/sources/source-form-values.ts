import type { UseFormReturn } from 'react-hook-form'
import {
  type CreateSource,
  INTERVAL_SECONDS_DEFAULT,
  type SourceKindView,
  type SourceView,
  TIMEOUT_SECONDS_DEFAULT,
} from '@/lib/collection/schema'
import { fieldsOf, initialOf, withoutEmpty } from './schema-fields'

/** What the form holds: the body of the API, with every field there. One of interval and cron is undefined. */
export interface SourceFormValues {
  name: string
  kind: string
  config: Record<string, unknown>
  secrets: Record<string, string>
  intervalSeconds: number | undefined
  cron: string | undefined
  timeoutSeconds: number
}

export type SourceForm = UseFormReturn<SourceFormValues, unknown, CreateSource>

/** A form for a new source of a kind, or for one that is there. */
export function formValuesOf(kind: SourceKindView | undefined, source?: SourceView): SourceFormValues {
  const secrets = fieldsOf(kind?.secretSchema ?? null).map((field) => [field.name, ''])
  return {
    name: source?.name ?? '',
    kind: kind?.kind ?? source?.kind ?? '',
    config: initialOf(fieldsOf(kind?.configSchema ?? null), source?.config),
    secrets: Object.fromEntries(secrets),
    intervalSeconds: source
      ? (source.intervalSeconds ?? undefined)
      : (kind?.defaultIntervalSeconds ?? INTERVAL_SECONDS_DEFAULT),
    cron: source?.cron ?? undefined,
    timeoutSeconds: source?.timeoutSeconds ?? TIMEOUT_SECONDS_DEFAULT,
  }
}

/** What is sent: what was left empty is left out, so that its default holds. */
export const toSourceBody = ({ config, secrets, ...rest }: SourceFormValues) => ({
  ...rest,
  config: withoutEmpty(config),
  secrets: withoutEmpty(secrets),
})

import type { z } from 'zod'
import { DomainError, invalid } from '@/lib/core/errors'
import { validationMessage } from '@/lib/core/validation-message'
import type { Actor } from '@/lib/staff/actor'
import type { CollectorKind } from '../kinds/kind'
import { cronProblem } from '../rules/cron'
import type { Secrets } from '../secrets'

const UNIQUE_VIOLATION = '23505'

/** Holds a configuration against its kind. @throws DomainError `source.bad_config` (invalid) with the fields at fault */
export const checkConfig = (kind: CollectorKind, config: unknown): Record<string, unknown> =>
  check(kind.configSchema, config, 'config')

/** The same for secrets, after what is stored and what was entered were put together. */
export function checkSecrets(kind: CollectorKind, secrets: Secrets): Secrets {
  if (kind.secretSchema) return check(kind.secretSchema, secrets, 'secrets') as Secrets
  if (Object.keys(secrets).length > 0)
    throw invalid('secrets', 'This kind of source has no secrets.', 'source.bad_config')
  return {}
}

/**
 * An API key never touches secrets: it neither sets them nor says where they are sent, which a source's configuration does.
 * @throws DomainError `source.secrets_by_key` (forbidden)
 */
export function rejectKeyForSecrets(
  actor: Actor,
  input: { config?: unknown; secrets?: Record<string, unknown> | undefined },
  hasSecrets: boolean,
): void {
  if (actor.kind !== 'key') return
  const isSecret = Object.keys(input.secrets ?? {}).length > 0 || (hasSecrets && input.config !== undefined)
  if (!isSecret) return
  throw new DomainError(
    'forbidden',
    'source.secrets_by_key',
    "API keys can't set the secrets of sources. A staff member must do it.",
  )
}

/** @throws DomainError `source.bad_cron` (invalid) */
export function checkCron(cron: string | undefined): void {
  const problem = cron === undefined ? null : cronProblem(cron)
  if (problem) throw invalid('cron', `The expression ${problem}.`, 'source.bad_cron')
}

/** Names are unique in the database; this says so in words. @throws DomainError `source.name_taken` (conflict) */
export async function withUniqueName<T>(name: string | undefined, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error
    throw new DomainError('conflict', 'source.name_taken', `A source named ${name} already exists.`, {
      issues: [{ path: 'name', message: 'is already used by another source' }],
      cause: error,
    })
  }
}

function check(schema: z.ZodType, value: unknown, at: string): Record<string, unknown> {
  const result = schema.safeParse(value, { error: validationMessage })
  if (result.success) return result.data as Record<string, unknown>
  const issues = result.error.issues.map((issue) => ({ path: [at, ...issue.path].join('.'), message: issue.message }))
  throw new DomainError('invalid', 'source.bad_config', `${issues[0]?.path}: ${issues[0]?.message}`, { issues })
}

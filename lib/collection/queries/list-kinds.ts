import { z } from 'zod'
import type { Page } from '@/lib/core/db/keyset'
import { listKinds } from '../kinds/registry'
import type { SourceKindView } from '../schema'

/** The kinds of sources that can be added, with the shape of what each wants to know. */
export function listSourceKinds(): Page<SourceKindView> {
  const items = listKinds().map((kind) => ({
    kind: kind.kind,
    title: kind.title,
    description: kind.description,
    defaultIntervalSeconds: kind.defaultIntervalSeconds,
    configSchema: z.toJSONSchema(kind.configSchema) as Record<string, unknown>,
    secretSchema: kind.secretSchema ? (z.toJSONSchema(kind.secretSchema) as Record<string, unknown>) : null,
    canTest: kind.test !== undefined,
  }))
  return { items, next: null }
}

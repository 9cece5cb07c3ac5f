import { DomainError, invalid } from '@/lib/core/errors'
import { guildhallKind } from './guildhall'
import type { CollectorKind } from './kind'
import { systemKind } from './system'

/** Every kind of source that this deployment reads, by name. */
const KINDS: ReadonlyMap<string, CollectorKind> = new Map(
  [guildhallKind, systemKind].map((kind) => [kind.kind, kind as CollectorKind]),
)

export const listKinds = (): CollectorKind[] => [...KINDS.values()]

/** @throws DomainError `source.unknown_kind` (invalid) */
export function findKind(name: string): CollectorKind {
  const kind = KINDS.get(name)
  if (!kind) throw invalid('kind', `The source kind ${name} doesn't exist.`, 'source.unknown_kind')
  return kind
}

/** The kind of a source that was saved under an older or newer version, which this one may not have. */
export function findKindOfSource(name: string, kinds: ReadonlyMap<string, CollectorKind> = KINDS): CollectorKind {
  const kind = kinds.get(name)
  if (kind) return kind
  throw new DomainError(
    'unavailable',
    'source.unknown_kind',
    `This version of Guildhall can't read sources of kind ${name}.`,
  )
}

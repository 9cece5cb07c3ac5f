import { createHash } from 'node:crypto'

/** What stands before the first entry. */
export const GENESIS_HASH = Buffer.alloc(32)

/**
 * What hashes of entries cover: 1 the instant in milliseconds, 2 in microseconds. Which one is an entry's stands in the table
 * audit_format.
 */
export const CURRENT_FORMAT = 2

/** The columns of an entry that its hash covers, besides the previous hash and the detail's. */
export interface HashedEntryFields {
  id: number
  /** In ISO 8601 and UTC, with as many digits as the entry's format covers. */
  at: string
  actorKind: string
  actorId: string | null
  action: string
  targetKind: string
  targetId: string | null
}

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/**
 * A value as Postgres' jsonb will give it back: without undefined, dates as ISO strings, and without what jsonb refuses
 * (NUL and lone surrogates).
 */
export function toStorableJson(value: unknown): JsonValue {
  return storable(JSON.parse(JSON.stringify(value ?? null)) as JsonValue)
}

function storable(value: JsonValue): JsonValue {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [storableText(key), storable(part)]))
}

const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** JSON with sorted keys and no spaces: one text per value, whatever order jsonb keeps its keys in. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`)
  return `{${members.join(',')}}`
}

/** The salt keeps an erased detail from being guessed back out of its hash. */
export const hashDetail = (salt: Buffer, detail: JsonValue): Buffer =>
  createHash('sha256').update(salt).update(canonicalJson(detail)).digest()

/** Chains an entry to the one before: changing, dropping or reordering any breaks every hash after it. */
export function hashEntry(
  previous: Buffer,
  facts: HashedEntryFields,
  detailHash: Buffer,
  format = CURRENT_FORMAT,
): Buffer {
  const { id, at, actorKind, actorId, action, targetKind, targetId } = facts
  const covered = [id, at, actorKind, actorId, action, targetKind, targetId, detailHash.toString('hex')]
  // The format is covered as well, so that an entry of one never passes for one of the other.
  const all = format === 1 ? covered : [format, ...covered]
  return createHash('sha256').update(previous).update(JSON.stringify(all)).digest()
}

/** Entries that are missing in the middle: those between two ids that are there (0 before the first entry). */
export interface Gap {
  after: number
  before: number
}

/** Of recorded formats, each from an id on, the one of an entry. */
export function formatOf(id: number, formats: readonly { from_id: number; format: number }[]): number {
  let format = 1
  for (const one of formats) if (one.from_id <= id) format = Math.max(format, one.format)
  return format
}

import type { AuditChainView, AuditView } from '@/lib/audit/schema'

/** `staff.role_changed` as words: "Staff role changed". */
export function auditActionText(action: string): string {
  const words = action.replaceAll(/[._]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const ACTOR_KIND_LABELS: Record<AuditView['actor']['kind'], string> = {
  staff: 'A staff member',
  key: 'A key',
  member: 'A member',
  guest: 'A guest',
  link: 'Someone with a link',
  automation: 'An automation',
  system: 'Guildhall',
  cli: 'Command line',
  anonymous: 'Someone not signed in',
}

/** Who did it, by the name of today where there is one. */
export const actorText = (actor: AuditView['actor']): string => actor.name ?? ACTOR_KIND_LABELS[actor.kind]

type Side = Record<string, unknown>

const sideOf = (detail: AuditView['detail'], name: 'before' | 'after'): Side => {
  const side = detail?.[name]
  return typeof side === 'object' && side !== null && !Array.isArray(side) ? (side as Side) : {}
}

/** What the thing was called, as far as the entry itself knows. */
export function targetText(entry: AuditView): string {
  const both = { ...sideOf(entry.detail, 'before'), ...sideOf(entry.detail, 'after') }
  const name = both.name ?? both.email ?? both.fileName
  return typeof name === 'string' ? name : shorten(entry.target ?? '')
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** Enough of an id to tell it from its neighbours. */
const shorten = (id: string): string => (UUID.test(id) ? `${id.slice(0, 8)}…` : id)

export interface Difference {
  field: string
  /** Undefined where the field was not there. */
  before: string | undefined
  after: string | undefined
}

/** The fields that an entry tells of, with what they were and became; those that stayed the same are left out. */
export function differencesOf(detail: AuditView['detail']): Difference[] {
  const before = flatten(sideOf(detail, 'before'))
  const after = flatten(sideOf(detail, 'after'))
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
    .filter((difference) => difference.before !== difference.after)
}

/** What an entry carries beside before and after. */
export const remarksOf = (detail: AuditView['detail']): [string, string][] =>
  Object.entries(detail ?? {})
    .filter(([name, value]) => name !== 'before' && name !== 'after' && value !== null)
    .map(([name, value]) => [name, textOf(value)])

function flatten(value: Side, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, part] of Object.entries(value)) {
    const path = prefix ? `${prefix}.${name}` : name
    if (typeof part === 'object' && part !== null && !Array.isArray(part)) {
      for (const [inner, text] of flatten(part as Side, path)) found.set(inner, text)
    } else {
      found.set(path, textOf(part))
    }
  }
  return found
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What the server knows of the head beside its database. */
export const recordedText = (recorded: AuditChainView['recorded']): string =>
  recorded
    ? `The chain has entry ${recorded.id}, which this server recorded.`
    : 'This server has no recorded entry to compare with.'

/** Ids that were lost with a restore. */
export function lostText({ after, before, acceptedBy }: AuditChainView['gaps'][number]): string {
  const [first, last] = [after + 1, before - 1]
  const lost = first === last ? `Entry ${first} was` : `Entries ${first} to ${last} were`
  return `${lost} lost in a restore, which entry ${acceptedBy} accepted.`
}

import { invalid } from '@/lib/core/errors'
import type { MetricEntry } from './entry'
import type { Relation } from './relation'

/** The sorted names of the labels that a series has; none is the total. */
export type Level = readonly string[]

export const sortedNames = (names: Iterable<string>): string[] => [...new Set(names)].sort(byBytes)

/** As PostgreSQL's collation "C" has it; names are ASCII. */
const byBytes = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

export const labelNamesOf = ({ labels }: Relation): string[] => sortedNames(Object.keys(labels))

/** The levels that counted rows are kept by: the total, each label by itself, and all labels together. */
export function levelsOf(relation: Relation): Level[] {
  const names = labelNamesOf(relation)
  return [[], ...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])]
}

const isSame = (one: Level, other: Level): boolean => one.length === other.length && isWithin(one, other)

const isWithin = (inner: Level, outer: Level): boolean => inner.every((name) => outer.includes(name))

/**
 * The stored level that a question by these labels is answered from: theirs, or, where values of labels add up, the finest that has
 * them all. Levels are never mixed. A label that the metric is known by is answered although nothing was stored of it yet.
 * @param paths where the question names each label, for the refusal
 * @throws DomainError `label.unknown`, `level.not_stored` (invalid)
 */
export function chooseLevel(entry: MetricEntry, wanted: Level, stored: readonly Level[], paths: LabelPaths): Level {
  const own = stored.find((level) => isSame(level, wanted))
  if (own) return own
  if (entry.overLabels === 'sum') {
    const [finest] = stored.filter((level) => isWithin(wanted, level)).toSorted(finestFirst)
    if (finest) return finest
  }
  const isDeclared = wanted.length < 2 && isWithin(wanted, entry.dimensions)
  if (isDeclared && (!entry.custom || stored.length === 0)) return wanted
  requireKnown(entry, wanted, stored, paths)
  const kept = stored.map(describe).join('; ')
  const path = wanted.map((name) => paths[name]).find((one) => one !== undefined) ?? 'metric'
  throw invalid(
    path,
    `${entry.name} is not stored ${describe(wanted)}, and its values can't be summed. ${kept ? `It is stored ${kept}.` : 'It has no samples yet.'}`,
    'level.not_stored',
  )
}

/** Where a question names a label. */
export type LabelPaths = Readonly<Record<string, string>>

const finestFirst = (one: Level, other: Level): number => other.length - one.length || byBytes(one.join(), other.join())

const describe = (level: Level): string => (level.length === 0 ? 'without labels' : `by ${level.join(' and ')}`)

function requireKnown(entry: MetricEntry, wanted: Level, stored: readonly Level[], paths: LabelPaths): void {
  const known = new Set([...entry.dimensions, ...stored.flat()])
  const unknown = wanted.find((name) => !known.has(name))
  if (unknown === undefined) return
  throw invalid(paths[unknown] ?? 'metric', `${entry.name} has no label ${unknown}.`, 'label.unknown')
}

import type { Condition, LeafCondition, LeafOf, RuleBody } from './schema'

/** A leaf of a rule's tree, with its way there as hits and faults name it (`when.any.0`). */
export interface LeafWithPath {
  path: string
  leaf: LeafCondition
}

/** The leaves of a rule in the order of reading. */
export function listLeaves(body: RuleBody): LeafWithPath[] {
  const found: LeafWithPath[] = []
  collect(body.when, 'when', found)
  return found
}

function collect(condition: Condition, path: string, found: LeafWithPath[]): void {
  if ('kind' in condition) found.push({ path, leaf: condition })
  else if ('not' in condition) collect(condition.not, `${path}.not`, found)
  else if ('any' in condition)
    condition.any.forEach((inner, index) => void collect(inner, `${path}.any.${index}`, found))
  else condition.all.forEach((inner, index) => void collect(inner, `${path}.all.${index}`, found))
}

export const isOfKind = <Kind extends LeafCondition['kind']>(leaf: LeafCondition, kind: Kind): leaf is LeafOf<Kind> =>
  leaf.kind === kind

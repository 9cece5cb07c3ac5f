import type { Condition, LeafCondition } from '@/lib/moderation/engine/schema'

/** The leaves of a tree with their depth, to be read one a line. */
export function flatten(
  condition: Condition,
  depth = 0,
): { depth: number; word: string | null; leaf: LeafCondition | null }[] {
  if ('kind' in condition) return [{ depth, word: null, leaf: condition }]
  if ('not' in condition) return [{ depth, word: 'Not', leaf: null }, ...flatten(condition.not, depth + 1)]
  const [word, list] = 'any' in condition ? ['Any of', condition.any] : ['All of', condition.all]
  return [{ depth, word, leaf: null }, ...list.flatMap((inner) => flatten(inner, depth + 1))]
}

/** Parameters with brackets, as Feathers' clients write them, unfolded: `a[$in][]=1`, `$or[0][type]=x`. */
export type NestedQuery = { [name: string]: NestedValue }
export type NestedValue = string | NestedValue[] | NestedQuery

/** Deeper nesting than any query needs is taken as a plain name, which is then refused as unknown. */
const DEPTH_MAX = 8

/** Unfolds parameters into objects; numbered or empty brackets make lists. */
export function expandNestedParams(flat: Readonly<Record<string, string | string[]>>): NestedQuery {
  const root = new Map<string, unknown>()
  for (const [name, value] of Object.entries(flat)) {
    const path = pathOf(name)
    for (const one of [value].flat()) put(root, path, one)
  }
  return settle(root) as NestedQuery
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[')
  if (open <= 0 || !name.endsWith(']')) return [name]
  const parts = [name.slice(0, open), ...name.slice(open + 1, -1).split('][')]
  return parts.length > DEPTH_MAX ? [name] : parts
}

/** Maps, not objects: a parameter may be called `__proto__`. */
function put(node: Map<string, unknown>, [head = '', ...rest]: string[], value: string): void {
  const key = head === '' ? String(node.size) : head
  if (rest.length > 0) {
    const before = node.get(key)
    const child = before instanceof Map ? before : new Map<string, unknown>()
    node.set(key, child)
    put(child, rest, value)
    return
  }
  const before = node.get(key)
  node.set(key, before === undefined || before instanceof Map ? value : [before, value].flat())
}

function settle(node: unknown): NestedValue {
  if (!(node instanceof Map)) return node as NestedValue
  const keys = [...node.keys()]
  if (keys.length > 0 && keys.every((key) => /^\d{1,4}$/.test(key))) return keys.flatMap((key) => settle(node.get(key)))
  return Object.fromEntries(keys.map((key) => [key, settle(node.get(key))])) as NestedQuery
}

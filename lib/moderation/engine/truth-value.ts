/** True, false, or null for unknown: a signal that a condition needs is missing. Logic is Kleene's. */
export type TruthValue = boolean | null

/** True where one is; else unknown where one is; else false. */
export function anyOf(values: readonly TruthValue[]): TruthValue {
  if (values.includes(true)) return true
  return values.includes(null) ? null : false
}

/** False where one is; else unknown where one is; else true. */
export function allOf(values: readonly TruthValue[]): TruthValue {
  if (values.includes(false)) return false
  return values.includes(null) ? null : true
}

export const negate = (value: TruthValue): TruthValue => (value === null ? null : !value)

/** Slots of the past lie as those of a source with the default interval would have. */
export const SLOT_SECONDS = 1_800

/** Slots to compute, `[from, to)`, both on slots. */
export interface SlotRange {
  from: Date
  to: Date
  zone: string
}

/** Slots `[from, to)` in steps from `origin`; a step is the interval that ends at a slot. */
export interface Slots {
  from: Date
  to: Date
  stepSeconds: number
  origin: Date
  zone: string
}

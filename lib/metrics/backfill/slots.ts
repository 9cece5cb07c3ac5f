/** Slots of the past lie as those of a source with the default interval would have. */
export const SLOT_SECONDS = 1_800

/** Slots to compute, `[from, to)`, both on slots. */
export interface SlotSpan {
  from: Date
  to: Date
  zone: string
}

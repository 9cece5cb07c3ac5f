/** A decision is told only after it could have been undone; one that was taken back by then counts nowhere. */
export const UNDO_MS = 8_000

const DAY_MS = 86_400_000

/** The instant before which a message's text is not kept; null where no text is kept at all. */
export const textRetentionStart = (messageTextDays: number, now: Date): Date | null =>
  messageTextDays === 0 ? null : new Date(now.getTime() - messageTextDays * DAY_MS)

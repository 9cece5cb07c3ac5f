export const ACTIVITY_KINDS = ['message', 'attendance', 'feature', 'rsvp', 'checkin'] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

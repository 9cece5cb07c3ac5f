export const ANNOTATION_KINDS = ['note', 'release', 'event', 'incident'] as const

export const ANNOTATION_TEXT_MAX = 500

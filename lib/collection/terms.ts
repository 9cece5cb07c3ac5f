export const RUN_STATUSES = ['running', 'succeeded', 'partial', 'failed', 'missed'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export const RUN_TRIGGERS = ['schedule', 'manual', 'catch-up', 'backfill'] as const
export type RunTrigger = (typeof RUN_TRIGGERS)[number]

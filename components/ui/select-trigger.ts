/** The look of a select, closed or open. */
export const selectTriggerStyles =
  'touch-target relative inline-flex h-8 items-center gap-2 whitespace-nowrap rounded-control border border-line-control bg-surface px-2.5 text-sm shadow-card transition-colors hover:bg-sunken aria-invalid:border-danger disabled:opacity-50 data-placeholder:text-faint'

/** How a tab looks, also where it is a link: the one that is open says `data-state="active"` or `aria-current="page"`. */
export const tabStyles =
  'relative -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-2.5 font-medium text-muted text-sm transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink coarse:h-11'

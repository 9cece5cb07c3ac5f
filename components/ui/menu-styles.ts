/** What floats with a list in it: menus, selects, the palette. */
export const menuStyles =
  'z-50 max-w-[calc(100vw-16px)] overflow-y-auto overflow-x-hidden rounded-control border border-line bg-raised p-1 text-sm shadow-float data-[state=open]:animate-pop-in data-[state=closed]:animate-pop-out'

export const menuItemStyles =
  'relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-chip px-2 py-1 outline-none data-highlighted:bg-sunken dark:data-highlighted:bg-line-strong/60 data-disabled:opacity-50 coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]'

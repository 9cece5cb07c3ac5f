/**
 * The `onChange` of a check that is heard by its click: every change of one is a click, also by keys. A click that is itself
 * what brings its part of the page to life has changed the element before React looks at it, which then sees no change.
 */
export const onCheckClick = (): void => undefined

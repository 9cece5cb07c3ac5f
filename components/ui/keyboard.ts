/** Whether something lies over the page that has the keys for itself. */
export const isOverlaid = (): boolean =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null

/** Whether a key pressed here is text being typed, so that shortcuts of one letter leave it alone. */
export function isTypingTarget(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>

/**
 * The names under which shortcuts may know a key, the likelier first: a letter is small without Shift and large with it, whatever
 * Caps Lock says. Where the layout has no Latin letters, or digits only with Shift, the place on the keyboard counts as well.
 */
export function keysOf({ key, code, shiftKey }: Pressed): string[] {
  const inCase = (letter: string) => (shiftKey ? letter.toUpperCase() : letter.toLowerCase())
  if (/^[a-z]$/i.test(key)) return [inCase(key)]
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  const digit = shiftKey ? undefined : /^Digit(\d)$/.exec(code)?.[1]
  return [...new Set([key, letter === undefined ? digit : inCase(letter)])].filter((name) => name !== undefined)
}

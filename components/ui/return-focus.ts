'use client'

const LAYERS = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'

/** What had the focus last in each layer: the page, and each dialog, menu or list over it. The newest is last. */
const lastFocused = new Map<Element | null, HTMLElement>()

function remember(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || target === document.body) return
  const layer = target.closest(LAYERS)
  // A menu is gone before the dialog that it opens: its button stands for it, which is another element once the menu was loaded.
  const trigger = layer?.role === 'menu' ? document.getElementById(layer.getAttribute('aria-labelledby') ?? '') : null
  if (trigger) {
    remember(trigger)
    return
  }
  lastFocused.delete(layer)
  lastFocused.set(layer, target)
}

if (typeof document !== 'undefined') {
  // What opens the first dialog was focused before this was loaded.
  remember(document.activeElement)
  document.addEventListener('focusin', ({ target }) => remember(target))
}

/**
 * Returns the focus to what had it last outside of a dialog that closes: `onCloseAutoFocus={returnFocus}`. Radix returns it to a
 * trigger only, and most dialogs here are opened by state, by menus that are gone, or by another dialog that they follow.
 */
export function returnFocus(event: Event): void {
  for (const [layer, element] of lastFocused) if (!element.isConnected) lastFocused.delete(layer)
  const closing = event.target instanceof Element ? event.target : null
  const found = [...lastFocused.values()].findLast((element) => !closing?.contains(element))
  if (!found) return
  event.preventDefault()
  found.focus()
}

'use client'

import { useEffect } from 'react'

/** What the inline script below leaves behind for when the page has come to life. */
interface HeldClicks {
  /** From now on React looks at every click, and stops those whose part of the page is not alive yet. */
  begin: () => void
  /** The buttons that were pressed in vain, in order; each is answered once. */
  take: () => HTMLButtonElement[]
  /** Presses a button again; false where its part of the page is still not alive. */
  press: (button: HTMLButtonElement) => boolean
}

declare global {
  interface Window {
    heldClicks?: HeldClicks
  }
}

/**
 * Runs before anything else, so that nothing of it can be imported. A click that reaches the html element has passed React's own
 * listener on the document, which stops what it can't hand to a component yet.
 */
const HOLD = `(() => {
  const held = []
  let isReactThere = false
  let pressed = null
  let hasPassed = false
  addEventListener('click', (event) => {
    hasPassed = false
    pressed = event.isTrusted && event.target instanceof Element ? event.target.closest('button[type=button]') : null
    if (pressed) held.push(pressed)
  }, true)
  document.documentElement.addEventListener('click', () => {
    hasPassed = true
    if (isReactThere && pressed) held.pop()
    pressed = null
  }, true)
  window.heldClicks = {
    begin: () => { isReactThere = true },
    take: () => held.splice(0),
    press: (button) => {
      const options = { bubbles: true, cancelable: true, button: 0, pointerType: 'mouse' }
      button.dispatchEvent(new PointerEvent('pointerdown', options))
      button.click()
      return hasPassed
    },
  }
})()`

// This module is first asked for by React itself, while it brings the page to life.
if (typeof window !== 'undefined') window.heldClicks?.begin()

const RETRY_MS = 50
const PATIENCE_MS = 10_000

/** Presses in order what was pressed in vain, as soon as its part of the page is alive. */
async function pressAgain({ take, press }: HeldClicks, signal: AbortSignal): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  for (const button of take()) {
    while (button.isConnected && !button.disabled && !press(button)) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      if (signal.aborted || performance.now() > end) return
    }
  }
}

/** A button that is pressed while the page's scripts are still on their way does what it says once they are there. */
export function EarlyClicks({ nonce }: { nonce: string | undefined }) {
  useEffect(() => {
    const stop = new AbortController()
    if (window.heldClicks) void pressAgain(window.heldClicks, stop.signal)
    return () => stop.abort()
  }, [])
  // The browser hides the nonce from scripts, so that it always differs from what the server sent.
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {HOLD}
    </script>
  )
}

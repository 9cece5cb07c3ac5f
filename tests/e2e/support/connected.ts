import type { Page } from 'playwright/test'

/** Waits until a page that is opened from now on hears what changes. */
export async function connected(page: Page): Promise<void> {
  const socket = await page.waitForEvent('websocket', { predicate: (one) => one.url().includes('/socket.io/') })
  // The packet by which socket.io says that one is in.
  await socket.waitForEvent('framereceived', { predicate: ({ payload }) => String(payload).startsWith('40') })
}

import type { Page } from 'playwright/test'

/** Holds back what the page asks for at an address until the answer is called. */
export async function holdBack(page: Page, url: string): Promise<() => void> {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
  await page.route(url, async (route) => {
    await isOver
    await route.continue()
  })
  return end
}

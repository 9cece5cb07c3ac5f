/** The nonce of this page's content security policy; undefined where there is none, and on the server. */
export function pageNonce(): string | undefined {
  if (typeof document === 'undefined') return undefined
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce || undefined
}

/**
 * Loads a module that adds a style element of its own while it is evaluated and knows nothing of nonces; for that moment
 * style elements are made with ours, or the content security policy would refuse them.
 */
export async function loadWithStyleNonce<T>(load: () => Promise<T>): Promise<T> {
  const nonce = pageNonce()
  if (!nonce) return load()
  const original = document.createElement
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = original.call(document, tag, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
  try {
    return await load()
  } finally {
    document.createElement = original
  }
}

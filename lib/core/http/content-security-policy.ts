/** Of a policy, by their names. */
export type Directives = Record<string, string>

/**
 * The policy of a page: scripts and style elements only with this response's nonce, nothing from other hosts, no frames.
 * Style attributes are allowed, because React and the charts set them. Development needs eval for its error overlay.
 * `directives` take the place of those with the same names.
 */
export function contentSecurityPolicy(
  nonce: string,
  { isProduction, directives = {} }: { isProduction: boolean; directives?: Directives },
): string {
  const all: Directives = {
    'default-src': `'self'`,
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${isProduction ? '' : " 'unsafe-eval'"}`,
    'style-src-elem': `'self' ${isProduction ? `'nonce-${nonce}'` : "'unsafe-inline'"}`,
    'style-src-attr': `'unsafe-inline'`,
    'img-src': `'self' data: blob:`,
    'font-src': `'self'`,
    'connect-src': `'self'`,
    'object-src': `'none'`,
    'base-uri': `'none'`,
    'form-action': `'self'`,
    'frame-ancestors': `'none'`,
    ...directives,
  }
  return Object.entries(all)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}

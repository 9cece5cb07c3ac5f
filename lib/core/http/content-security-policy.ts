/**
 * The policy of a page: scripts and style elements only with this response's nonce, nothing from other hosts, no frames.
 * Style attributes are allowed, because React and the charts set them. Development needs eval for its error overlay.
 */
export function contentSecurityPolicy(nonce: string, { isProduction }: { isProduction: boolean }): string {
  const directives = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isProduction ? '' : " 'unsafe-eval'"}`,
    `style-src-elem 'self' ${isProduction ? `'nonce-${nonce}'` : "'unsafe-inline'"}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ]
  return directives.join('; ')
}

import { contentSecurityPolicy } from '@/lib/core/http/content-security-policy'
import { type RawAnswer, valuesOf } from './raw-http'

export type ExpectedPolicy = 'page' | 'locked' | 'file'

/** What every answer has, written a second time and by hand. */
const COMMON: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}
const LOCKED = "default-src 'none'; frame-ancestors 'none'; sandbox"
const FILE = "default-src 'none'; frame-ancestors 'none'"

/** What is wrong with the headers of an answer: each stands once, and says what it should. */
export function wrongHeaders(
  answer: RawAnswer,
  { policy, isTls = false }: { policy: ExpectedPolicy; isTls?: boolean },
): string[] {
  const given = valuesOf(answer, 'Content-Security-Policy')
  const nonce = /'nonce-([\w+/=]{24})'/.exec(given[0] ?? '')?.[1] ?? 'none'
  const policies = { locked: LOCKED, file: FILE, page: contentSecurityPolicy(nonce, { isProduction: true }) }
  const expected = {
    ...COMMON,
    'Content-Security-Policy': policies[policy],
    ...(isTls ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : {}),
  }
  const wrong = Object.entries(expected).flatMap(([name, value]) => {
    const values = valuesOf(answer, name)
    return values.length === 1 && values[0] === value ? [] : [`${name}: ${values.join(' | ')}`]
  })
  return isTls ? wrong : [...wrong, ...valuesOf(answer, 'Strict-Transport-Security')]
}

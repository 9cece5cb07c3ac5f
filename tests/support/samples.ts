/** Values for sample inputs of endpoints. */
export const ID = '00000000-0000-4000-8000-000000000000'
export const AT = '2026-11-01T10:00:00Z'
export const TEXT = 'Some text, as long as what people write in a channel on most days, and not longer.'
export const TOKEN = { token: 'a-token-as-it-stands-in-a-link-that-was-sent-by-mail' }

export const rows = <T>(count: number, row: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => row(n))
export const ids = (count: number) => rows(count, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

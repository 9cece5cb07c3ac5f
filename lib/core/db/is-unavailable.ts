const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  // A transaction that was silent for too long was ended, and its connection with it.
  '25P03',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
])

/** Whether an error means that the database can't be reached, so that the same may be tried again once it can. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string' && GONE.has(code)) return true
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Client was closed/.test(error.message)
  )
}

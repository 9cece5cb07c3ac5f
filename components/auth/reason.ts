import { ApiError } from '@/lib/core/http/client'
import { PageError } from '@/lib/core/http/page-build'

/** A refusal in a sentence for the person at the form. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError && error.status < 500) return error.message
  if (error instanceof ApiError) return 'The server can’t respond right now. Try again in a moment.'
  if (error instanceof PageError) return error.message
  return 'The server could not be reached. Check your connection and try again.'
}

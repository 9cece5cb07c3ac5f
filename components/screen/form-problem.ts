import { ApiError } from '@/lib/core/http/client'
import { PageError } from '@/lib/core/http/page-build'

/** What a failed call means for the reader, in a sentence. */
export function describeFailure(error: unknown): string {
  if (error instanceof ApiError) return error.message
  if (error instanceof PageError) return `${error.message} Nothing was changed.`
  return 'The server could not be reached. Nothing was changed. Try again.'
}

/** "is required" under the field Name becomes "Name is required."; whole sentences stay as they are. */
export function fieldMessage(label: string, message: string | undefined): string | undefined {
  if (!message) return undefined
  const sentence = /^[a-z]/.test(message) ? `${label} ${message}` : message
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
}

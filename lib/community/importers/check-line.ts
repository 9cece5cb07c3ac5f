import type { MessageRow } from './lines'

const ID_LIMIT = 200
const NAME_LIMIT = 1_000
const LENGTH_LIMIT = 999_999_999
const EARLIEST_MS = Date.UTC(1990, 0, 1)
/** How far a platform's clock may be ahead of ours. */
const AHEAD_MS = 86_400_000

const INSTANT =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:0\d|1[0-4]):?[0-5]\d)$/

/** Why a message can't go in, or null. What passes here is taken by Postgres. */
export function findLineProblem(message: MessageRow, now: Date): string | null {
  return (
    findIdProblem('message_id', message.externalId) ??
    findIdProblem('member_id', message.member) ??
    findIdProblem('channel_id', message.channel) ??
    findTextProblem('member_name', message.memberName, NAME_LIMIT) ??
    findTextProblem('channel_name', message.channelName, NAME_LIMIT) ??
    findTextProblem('topic', message.topic, NAME_LIMIT) ??
    findTextProblem('text', message.text, Number.POSITIVE_INFINITY) ??
    findInstantProblem(message.sentAt, now) ??
    findLengthProblem(message.length)
  )
}

function findIdProblem(name: string, id: string): string | null {
  if (id === '') return `${name} is empty`
  if (id.length > ID_LIMIT) return `${name} is longer than ${ID_LIMIT} characters`
  if (id.includes('\uFFFD')) return `${name} has bytes that are not UTF-8`
  return id.includes('\0') ? `${name} has a NUL character` : null
}

function findTextProblem(name: string, text: string | null, limit: number): string | null {
  if (text === null) return null
  if (text.length > limit) return `${name} is longer than ${limit} characters`
  return text.includes('\0') ? `${name} has a NUL character` : null
}

function findInstantProblem(text: string, now: Date): string | null {
  const parts = INSTANT.exec(text)
  if (!parts) return 'sent_at must be an instant with a UTC offset, such as 2024-05-31T18:03:00Z'
  const [, year, month, day] = parts.map(Number)
  // Date.parse takes 30 February for 1 March.
  if (new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day)).getUTCDate() !== day)
    return "sent_at is a date that doesn't exist"
  const at = Date.parse(text.replace(' ', 'T'))
  if (at < EARLIEST_MS) return 'sent_at is before 1990'
  return at > now.getTime() + AHEAD_MS ? 'sent_at is in the future' : null
}

function findLengthProblem(length: number | null): string | null {
  if (length === null || (Number.isInteger(length) && length >= 0 && length <= LENGTH_LIMIT)) return null
  return 'length must be a whole number'
}

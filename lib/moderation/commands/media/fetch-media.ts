import { DomainError, type ErrorKind } from '@/lib/core/errors'
import { FILE_BYTES_MAX, type FileProblem, type InspectedFile, inspectFile } from '@/lib/core/files/inspect-file'
import { OutboundError } from '@/lib/core/net/call-error'
import { type OutboundResponse, sendOutboundRequest } from '@/lib/core/net/call-out'

const REDIRECTS_MAX = 3
const TIMEOUT_MS = 20_000
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** What may be otherwise the next time. */
const PASSING = new Set([408, 425, 429])

const KINDS = {
  'media.address_refused': 'upstream',
  'media.unreachable': 'upstream',
  'media.gone': 'upstream',
  'media.too_large': 'too_large',
  'media.unsupported': 'upstream',
  'media.store_full': 'unavailable',
} as const satisfies Record<string, ErrorKind>
export type MediaProblemCode = keyof typeof KINDS

/** Why there is no copy. */
export interface MediaProblem {
  code: MediaProblemCode
  /** A sentence for people. */
  message: string
  /** Whether it would be the same the next time. */
  isFinal: boolean
}

export const isMediaProblem = (found: InspectedFile | MediaProblem): found is MediaProblem => 'code' in found

/** A stored code is one of ours; one of a later version is as good as unreachable. */
export const toMediaError = ({ code, message }: { code: string; message: string }): DomainError =>
  new DomainError(KINDS[code as MediaProblemCode] ?? 'upstream', code, message)

/**
 * Fetches a picture, video or sound from where a platform says that it is: only from public addresses, at each redirect anew,
 * to 10 MB, within a time limit for all of it. What it is, its bytes say. Whatever the other side does is an answer of this
 * function. @throws the signal's reason where the caller ends it
 */
export async function fetchMedia(
  url: string,
  { signal, timeoutMs = TIMEOUT_MS }: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined } = {},
): Promise<InspectedFile | MediaProblem> {
  const end = performance.now() + timeoutMs
  try {
    let at = url
    for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
      const answer = await sendOutboundRequest({
        url: at,
        headers: { accept: 'image/*, video/*, audio/*', 'user-agent': 'Guildhall' },
        timeoutMs: Math.max(1, Math.round(end - performance.now())),
        answerLimit: FILE_BYTES_MAX,
        wantsBody: ({ status, headers }) => status === 200 && !isTooLarge(headers),
        ...(signal ? { signal } : {}),
      })
      const { location } = answer.headers
      if (!REDIRECTS.has(answer.status)) return judge(answer, hostOf(at))
      if (!location || !URL.canParse(location, at))
        return final('media.unreachable', `${hostOf(at)} sent a redirect without a URL.`)
      at = new URL(location, at).href
    }
    return final('media.unreachable', `It redirects more than ${REDIRECTS_MAX} times.`)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    if (error.failure === 'refused') return final('media.address_refused', error.message)
    return { code: 'media.unreachable', message: error.message, isFinal: false }
  }
}

const final = (code: MediaProblemCode, message: string): MediaProblem => ({ code, message, isFinal: true })
const hostOf = (url: string): string => new URL(url).hostname
const isTooLarge = ({ 'content-length': length }: OutboundResponse['headers']): boolean =>
  Number(length) > FILE_BYTES_MAX
const tooLarge = (): MediaProblem => final('media.too_large', 'It’s larger than 10 MB, so it can’t be shown.')

function judge({ status, headers, body, isCut }: OutboundResponse, host: string): InspectedFile | MediaProblem {
  if (status === 404 || status === 410) return final('media.gone', `${host} no longer has it (${status}).`)
  if (status !== 200) {
    const isFinal = status < 500 && !PASSING.has(status)
    return { code: 'media.unreachable', message: `${host} responded with ${status}.`, isFinal }
  }
  if (isTooLarge(headers) || (isCut && body.length >= FILE_BYTES_MAX)) return tooLarge()
  if (isCut)
    return { code: 'media.unreachable', message: `${host} didn’t send the whole file in time.`, isFinal: false }
  return inspectMedia(body)
}

const PROBLEMS: Record<FileProblem, MediaProblem> = {
  too_large: tooLarge(),
  too_many_pixels: final('media.too_large', 'It has more than 64 million pixels, so it can’t be shown.'),
  unsupported: final(
    'media.unsupported',
    'This file type can’t be shown. Supported types are PNG, JPEG, GIF, WebP, AVIF, MP4, WebM, MP3, Ogg, WAV and FLAC.',
  ),
}

/** What bytes are, or why they are not shown. */
export function inspectMedia(bytes: Buffer): InspectedFile | MediaProblem {
  const found = inspectFile(bytes)
  return typeof found === 'string' ? PROBLEMS[found] : found
}

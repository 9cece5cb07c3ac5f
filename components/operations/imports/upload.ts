import { useSyncExternalStore } from 'react'
import { withQuery } from '@/lib/core/http/client'
import { BUILD_HEADER, pageBuild } from '@/lib/core/http/page-build'

/** A file on its way to the server. */
export interface Upload {
  fileName: string
  sentBytes: number
  totalBytes: number
  state: 'sending' | 'failed'
  /** Why it failed. */
  problem: string
}

export interface UploadInput {
  file: File
  /** Name under which the rows are kept. */
  source: string
  isDryRun: boolean
}

let current: Upload | null = null
let request: XMLHttpRequest | undefined
const listeners = new Set<() => void>()

function set(next: Upload | null): void {
  current = next
  for (const listener of listeners) listener()
}

const warnBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault()

/**
 * Sends a file as the body of a new import; it goes on while one looks at other pages. fetch tells nothing of what was sent,
 * so this is an XMLHttpRequest.
 * @param onDone called with whether the server has taken it
 */
export function startUpload({ file, source, isDryRun }: UploadInput, onDone: () => void): void {
  const sending: Upload = { fileName: file.name, sentBytes: 0, totalBytes: file.size, state: 'sending', problem: '' }
  const fail = (problem: string) => set({ ...(current ?? sending), state: 'failed', problem })
  const xhr = new XMLHttpRequest()
  request = xhr
  xhr.open('POST', withQuery('/api/v1/imports', { source, fileName: file.name, dryRun: isDryRun }))
  xhr.setRequestHeader('Content-Type', 'application/octet-stream')
  xhr.setRequestHeader(BUILD_HEADER, pageBuild())
  xhr.upload.onprogress = (event) => set({ ...sending, sentBytes: event.loaded })
  xhr.onload = () => {
    if (xhr.status < 300) set(null)
    else fail(problemOf(xhr))
    onDone()
  }
  xhr.onerror = () => fail('The connection was lost. Nothing was imported. Try again.')
  xhr.onabort = () => set(null)
  xhr.onloadend = () => window.removeEventListener('beforeunload', warnBeforeLeaving)
  window.addEventListener('beforeunload', warnBeforeLeaving)
  set(sending)
  xhr.send(file)
}

/** Stops sending, or puts away what failed. */
export function dismissUpload(): void {
  if (current?.state === 'sending') request?.abort()
  else set(null)
}

/** What the server's problem document says, else its status. */
export function problemOf({ status, responseText }: Pick<XMLHttpRequest, 'status' | 'responseText'>): string {
  try {
    const { detail, title } = JSON.parse(responseText) as { detail?: unknown; title?: unknown }
    if (typeof detail === 'string') return detail
    if (typeof title === 'string') return title
  } catch {
    // Not ours: a proxy in between has answered.
  }
  return status === 413
    ? 'The file is larger than the server accepts. Compress or split it, then try again.'
    : `The server responded with status ${status}. Try again.`
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The file that is on its way, wherever in the console one is. */
export const useUpload = (): Upload | null =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  )

import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { DomainError } from '../errors'
import { BUILD_HEADER } from './page-build'

const IN_DEVELOPMENT = 'development'
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

let id: string | undefined

/** The id of the build that this process serves. */
export function buildId(): string {
  id ??= readId()
  return id
}

function readId(): string {
  try {
    return readFileSync(join('.next', 'BUILD_ID'), 'utf8').trim()
  } catch {
    return IN_DEVELOPMENT
  }
}

/** Refuses a write of a page that another build drew: the page may not understand what it would be answered. */
export function refusalOfOtherBuild({ method = '', headers }: IncomingMessage): DomainError | null {
  const build = headers[BUILD_HEADER.toLowerCase()]
  if (build === undefined || build === buildId() || SAFE_METHODS.has(method)) return null
  return new DomainError('conflict', 'page.outdated', 'Guildhall was updated. Reload the page to continue.')
}

import { conflict, DomainError } from '../errors'
import type { ThrottleRule } from '../throttle'

/** What links of one kind are for. The domain that makes them declares it; core knows none of them. */
export interface LinkPurpose {
  /** As it is stored with each link. Unique, and never used again for something else. */
  name: string
  /** What a link of it is about, for example `decision`. Its ids are our own: never an address, and no name. */
  subjectKind: string
  /** How long a link lasts where its maker names no other end. */
  lifeMs: number
  /** How often a link may be used; null for any number of times. */
  useLimit: number | null
  /** First half of the error codes: `<noun>.unknown`, `.used`, `.expired`, `.revoked`, `.too_many`. */
  noun: string
  /** Sentences for whoever holds a link. Without one for `revoked` a revoked link is answered like an unknown one. */
  messages: { unknown: string; used: string; expired: string; revoked?: string }
  /** How often may be asked, where LINK_LIMITS don't fit. */
  limits?: LinkLimits
}

/** Requests by one link, and by all links of a purpose from one network. */
export interface LinkLimits {
  link: ThrottleRule
  address: ThrottleRule
}

/** Why a link doesn't work. */
export type LinkProblem = 'unknown' | 'used' | 'expired' | 'revoked'

/** `<noun>.unknown` (not found), or `<noun>.used`, `.expired`, `.revoked` (conflict). */
export function linkError({ noun, messages }: LinkPurpose, fault: LinkProblem): DomainError {
  const message = messages[fault]
  if (fault === 'unknown' || message === undefined)
    return new DomainError('not_found', `${noun}.unknown`, messages.unknown)
  return conflict(`${noun}.${fault}`, message)
}

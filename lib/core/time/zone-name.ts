import { z } from 'zod'
import { describedAs } from '../http/described-as'
import { toZone } from './zones'

/** What people write who mean a zone of this region. Those of the first table are written in several. */
const SHARED: Readonly<Record<string, string>> = {
  ACT: 'America/Rio_Branco',
  AMT: 'America/Manaus',
  AST: 'America/Halifax',
  BST: 'Europe/London',
  CDT: 'America/Chicago',
  CST: 'America/Chicago',
  ECT: 'America/Guayaquil',
  GST: 'Asia/Dubai',
  IST: 'Asia/Kolkata',
  PST: 'America/Los_Angeles',
  SST: 'Pacific/Pago_Pago',
}
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ACDT: 'Australia/Adelaide',
  ACST: 'Australia/Darwin',
  AEDT: 'Australia/Sydney',
  AEST: 'Australia/Brisbane',
  AET: 'Australia/Sydney',
  AKDT: 'America/Anchorage',
  AKST: 'America/Anchorage',
  ART: 'America/Argentina/Buenos_Aires',
  AWST: 'Australia/Perth',
  BRT: 'America/Sao_Paulo',
  CAT: 'Africa/Maputo',
  CEST: 'Europe/Berlin',
  EAT: 'Africa/Nairobi',
  EDT: 'America/New_York',
  EEST: 'Europe/Athens',
  HKT: 'Asia/Hong_Kong',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  MDT: 'America/Denver',
  MSK: 'Europe/Moscow',
  NDT: 'America/St_Johns',
  NST: 'America/St_Johns',
  NZDT: 'Pacific/Auckland',
  NZST: 'Pacific/Auckland',
  PDT: 'America/Los_Angeles',
  PKT: 'Asia/Karachi',
  SAST: 'Africa/Johannesburg',
  SGT: 'Asia/Singapore',
  VST: 'Asia/Ho_Chi_Minh',
  WEST: 'Europe/Lisbon',
  WIB: 'Asia/Jakarta',
}
const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i
const OTHER_ROOT = /^(?:posix|right|SystemV)\/(.+)$/

/**
 * An IANA time zone as input, by any name and in any letters; the output is the name that Guildhall keeps. The one schema for it:
 * PostgreSQL reads much more as a zone than is one, and Node something else.
 * @param unknown what is said of a text that resembles none
 */
export const zoneInput = (unknown: string) =>
  describedAs(
    z.string(unknown).transform((text, context) => {
      const zone = toZone(text)
      if (zone !== null) return zone
      context.addIssue({ code: 'custom', message: explain(text) ?? unknown })
      return z.NEVER
    }),
    () => z.string(),
  )

export const zoneName = zoneInput('This isn’t an IANA time zone.')

/** Why something that resembles a zone is none, and what to write instead. */
function explain(text: string): string | null {
  const letters = /^[A-Za-z]{3,4}$/.test(text) ? text.toUpperCase() : ''
  if (Object.hasOwn(SHARED, letters))
    return `${letters} is an abbreviation that several time zones share. Use a name such as ${SHARED[letters]}.`
  if (Object.hasOwn(ABBREVIATIONS, letters))
    return `${letters} is an abbreviation, not a time zone. Use a name such as ${ABBREVIATIONS[letters]}.`
  if (text === 'US/Pacific-New') return `${text} is no longer a time zone. Use America/Los_Angeles.`
  if (/^z$/i.test(text)) return `${text} isn’t the name of a time zone. Use UTC.`
  const meant = toZone(OTHER_ROOT.exec(text)?.[1] ?? '')
  return meant ? `${text} isn’t the name of a time zone. Use ${meant}.` : explainOffset(text)
}

function explainOffset(text: string): string | null {
  const [, sign, hours, minutes = '00'] = OFFSET.exec(text) ?? []
  if (sign === undefined) return null
  // Names of the area Etc count westwards.
  const reversed = toZone(`Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}`)
  const example = minutes === '00' && reversed !== null ? reversed : 'Europe/Berlin'
  return `This is an offset, not a time zone. Use a name such as ${example}.`
}

import { domainFault } from '../refuse'
import { ruleDomain, ruleWord } from '../schema'

/** A line that an import left out. */
export interface SkippedLine {
  line: number
  text: string
  why: string
}

export interface ImportedWords {
  words: string[]
  skipped: SkippedLine[]
}

export interface ImportedDomains {
  domains: string[]
  skipped: SkippedLine[]
}

/** Reads a list of words or phrases, one a line. Empty lines and those that begin with `# ` say nothing. */
export function importWordList(text: string): ImportedWords {
  const { entries, skipped } = readList(text, (line) => check(ruleWord.safeParse(line)))
  return { words: entries, skipped }
}

/**
 * Reads a list of domains, one a line, with or without a path; lines of hosts files (`0.0.0.0 example.org`) and of ad
 * blockers (`||example.org^`) too.
 */
export function importDomainList(text: string): ImportedDomains {
  const { entries, skipped } = readList(text, readDomain)
  return { domains: entries, skipped }
}

type Read = { value: string } | { why: string }

function readList(text: string, read: (line: string) => Read): { entries: string[]; skipped: SkippedLine[] } {
  const entries = new Map<string, string>()
  const skipped: SkippedLine[] = []
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|[\r\n]/)
    .forEach((raw, index) => {
      const line = raw.trim()
      if (line === '' || /^(?:#(?:\s|$)|!\s)/.test(line)) return
      const entry = read(line)
      const skip = (why: string) => skipped.push({ line: index + 1, text: line.slice(0, 200), why })
      if ('why' in entry) skip(entry.why)
      else if (entries.has(entry.value.toLowerCase())) skip('It is there twice.')
      else entries.set(entry.value.toLowerCase(), entry.value)
    })
  return { entries: [...entries.values()], skipped }
}

const HOSTS_LINE = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+(\S+)/
const BLOCKER_LINE = /^\|\|([^\s^$*|]+)\^?(?:\$\S*)?$/

const withoutComment = (line: string): string => {
  const comment = line.search(/\s#/)
  return comment === -1 ? line : line.slice(0, comment).trimEnd()
}

/** One domain, as these lists write it. */
export function readDomain(line: string): Read {
  const bare = HOSTS_LINE.exec(line)?.[1] ?? BLOCKER_LINE.exec(line)?.[1] ?? withoutComment(line)
  const read = check(ruleDomain.safeParse(bare.replace(/^\*\./, '').toLowerCase()))
  const fault = 'value' in read ? domainFault(read.value) : null
  return fault === null ? read : { why: fault }
}

type Parsed = { success: true; data: string } | { success: false; error: { issues: readonly { message: string }[] } }

const check = (parsed: Parsed): Read =>
  parsed.success ? { value: parsed.data } : { why: parsed.error.issues[0]?.message ?? 'It can not be used.' }

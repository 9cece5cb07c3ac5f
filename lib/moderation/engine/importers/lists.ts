import { runToEnd, type Slices } from '@/lib/core/run-in-slices'
import { canonicalHost, isSharedDomain } from '../hosts'
import { domainProblem } from '../rule-problems'
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

/**
 * Reads a list of words or phrases, one a line. Empty lines and those that begin with `# ` say nothing. A line with several commas
 * is a list of its own; one comma may be part of a phrase, which is said.
 */
export const importWordList = (text: string): ImportedWords => runToEnd(readWordList(text))

/** The same, a line at each step. */
export function* readWordList(text: string): Slices<ImportedWords> {
  const { entries, skipped } = yield* readList(
    text,
    (line) => check(ruleWord.safeParse(line)),
    (word) => word.toLowerCase(),
  )
  return { words: entries, skipped }
}

/**
 * Reads a list of domains, one a line, with or without a path; lines of hosts files (`0.0.0.0 example.org`) and of ad
 * blockers (`||example.org^`) too.
 */
export const importDomainList = (text: string): ImportedDomains => runToEnd(readDomainList(text))

/** The same, a line at each step. */
export function* readDomainList(text: string): Slices<ImportedDomains> {
  const { entries, skipped } = yield* readList(text, readDomain, (domain) => domain)
  return { domains: entries, skipped }
}

type Read = { value: string } | { why: string }

const COMMAS = /[,，、;]/
const UNREADABLE = 'It has an unreadable character. Save the file as UTF-8.'

/** The entries of a line, without the quotes of a table. */
const splitAtCommas = (line: string): string[] => {
  // Options of ad blockers and comments have commas of their own.
  if (line.startsWith('||') || /\s#/.test(line)) return [line]
  const quoted = /^"([^"]*)"$/.exec(line)?.[1]
  if (quoted !== undefined) return [quoted.trim()]
  const parts = line.split(COMMAS).map((part) =>
    part
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  )
  return parts.length > 2 ? parts.filter((part) => part !== '') : [line]
}

function* readList(
  text: string,
  read: (entry: string) => Read,
  keyOf: (entry: string) => string,
): Slices<{ entries: string[]; skipped: SkippedLine[] }> {
  const entries = new Map<string, string>()
  const skipped: SkippedLine[] = []
  let number = 0
  for (const raw of linesOf(text.replace(/^\uFEFF/, ''))) {
    number += 1
    const line = raw.trim()
    const isNothing = line === '' || /^(?:#(?:\s|$)|!\s)/.test(line)
    for (const part of isNothing ? [''] : splitAtCommas(line)) {
      yield
      if (part === '') continue
      const skip = (why: string) => skipped.push({ line: number, text: part.slice(0, 200), why })
      const entry: Read = part.includes('\ufffd') ? { why: UNREADABLE } : read(part)
      if ('why' in entry) skip(entry.why)
      else if (entries.has(keyOf(entry.value))) skip('It’s a duplicate.')
      else {
        entries.set(keyOf(entry.value), entry.value)
        if (COMMAS.test(entry.value))
          skip('It was imported as one phrase with its comma. Put each word on its own line.')
      }
    }
  }
  return { entries: [...entries.values()], skipped }
}

function* linesOf(text: string): Generator<string> {
  const ends = /\r\n|[\r\n]/g
  let start = 0
  for (let end = ends.exec(text); end; end = ends.exec(text)) {
    yield text.slice(start, end.index)
    start = ends.lastIndex
  }
  yield text.slice(start)
}

const HOSTS_LINE = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+(\S+)/
const BLOCKER_LINE = /^\|\|([^\s^$*|]+)\^?(?:\$\S*)?$/

const withoutComment = (line: string): string => {
  const comment = line.search(/\s#/)
  return comment === -1 ? line : line.slice(0, comment).trimEnd()
}

/** Dots as reports of threats write them, so that nobody follows them. */
const BRACKETED_DOT = /\[\.\]|\(\.\)|\{\.\}/g

/** One domain, as these lists write it: its host in small letters, a path as it stands. */
export function readDomain(line: string): Read {
  const bare = HOSTS_LINE.exec(line)?.[1] ?? BLOCKER_LINE.exec(line)?.[1] ?? withoutComment(line)
  const read = check(ruleDomain.safeParse(bare.replace(/^\*\./, '').replace(BRACKETED_DOT, '.')))
  if ('why' in read) return read
  const value = read.value.replace(/^[^/]+/, (host) => host.toLowerCase())
  const fault = domainProblem(value) ?? sharedProblem(value)
  return fault === null ? { value } : { why: fault }
}

/** A rule may name such a domain, but in a list of others it is hardly meant: all the sites under it would be listed. */
function sharedProblem(domain: string): string | null {
  const host = canonicalHost(domain)
  return host !== null && isSharedDomain(host)
    ? `${host} hosts many people’s sites. List the sites that you mean, or add it to the rule manually.`
    : null
}

type Parsed = { success: true; data: string } | { success: false; error: { issues: readonly { message: string }[] } }

const check = (parsed: Parsed): Read =>
  parsed.success ? { value: parsed.data } : { why: parsed.error.issues[0]?.message ?? 'It can’t be used.' }

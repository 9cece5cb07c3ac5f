/** Where a text says that a link begins. */
export interface LinkAnchor {
  /** Of its scheme, or of its slashes. */
  begin: number
  /** Behind its slashes. */
  at: number
  /** Without one it is a link where its host is one. */
  hasScheme: boolean
}

const SIGN = /:[/\\]*|[/\\]{2,}/g
const WEB = /(?:h(?:tt|xx)ps?|ftps?|wss?)$/i
/** A browser takes these without slashes, too; at the end of a host they are none (`example.ws:8080`). */
const WEB_ALONE = /(?<![a-z0-9.+_-])(?:h(?:tt|xx)ps?|ftps?|wss?)$/i
/** Two letters at least: one is a drive of Windows. */
const ANY = /[a-z][a-z0-9+.-]{0,18}[a-z0-9]$/i
const SCHEME_MAX = 20
/** Before two slashes without a scheme: `?u=//evil.com`, `href="//evil.com"`. */
const BEFORE_SLASHES = /[\s=<>"'`([{|,;]/

/** The places in a text where a scheme or two slashes say that a link begins, in their order. */
export function findAnchors(text: string): LinkAnchor[] {
  const anchors: LinkAnchor[] = []
  let last = 0
  SIGN.lastIndex = 0
  for (let sign = SIGN.exec(text); sign; sign = SIGN.exec(text)) {
    const at = SIGN.lastIndex
    const scheme = sign[0].startsWith(':') ? schemeBefore(text, sign.index, sign[0].length > 2) : 0
    const isBare = sign[0].length > 1 && (sign.index === 0 || BEFORE_SLASHES.test(text.charAt(sign.index - 1)))
    if (scheme === 0 && (sign[0].startsWith(':') || !isBare)) continue
    anchors.push({ begin: Math.max(last, sign.index - scheme), at, hasScheme: scheme > 0 })
    last = at
  }
  return anchors
}

/** The length of the scheme before a colon, with the tabs and line ends in it that a browser passes over. */
function schemeBefore(text: string, colon: number, hasSlashes: boolean): number {
  if (!/[a-z0-9+.\-\t\r\n]/i.test(text.charAt(colon - 1))) return 0
  const before = text.slice(Math.max(0, colon - SCHEME_MAX), colon)
  const scheme = (hasSlashes ? (WEB.exec(before) ?? ANY.exec(before)) : WEB_ALONE.exec(before))?.[0]
  if (scheme !== undefined) return scheme.length
  if (!/[\t\r\n]/.test(before)) return 0
  const letters = (hasSlashes ? WEB : WEB_ALONE).exec(before.replace(/[\t\r\n]/g, ''))?.[0].length ?? 0
  let length = 0
  for (let left = letters; left > 0; length += 1)
    if (!/[\t\r\n]/.test(before.charAt(before.length - 1 - length))) left -= 1
  return length
}

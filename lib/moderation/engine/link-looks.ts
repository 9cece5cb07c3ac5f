/** Endings of domains that are endings of files as well. Those of whole countries that are more often domains are not here. */
const OF_FILES = new Set(['md', 'mov', 'py', 'rs', 'sh', 'zip'])
/** Endings of domains that are words one begins a sentence with, where all of it is shouted. */
const WORDS = new Set([
  'am',
  'as',
  'at',
  'be',
  'by',
  'do',
  'here',
  'how',
  'in',
  'is',
  'it',
  'me',
  'my',
  'no',
  'now',
  'so',
  'to',
  'us',
  'you',
])
/** Endings of the names of products: Paint.NET, Socket.IO. */
const OF_PRODUCTS = new Set(['ai', 'io', 'net'])
const PRODUCT = /^(?:ADO|ASP|ML|VB)\.NET$/

/**
 * Whether a host that stands without a scheme and a path looks like a link rather than like two sentences without a space
 * between them (`Thanks.It`), the name of a file (`main.py`) or of a product (`ASP.NET`).
 * @param written as it stands in the text, with at least one dot
 */
export function looksLikeLink(written: string): boolean {
  const dot = Math.max(...['.', '。', '．', '｡'].map((sign) => written.lastIndexOf(sign)))
  const [before, ending] = [written.slice(0, dot), written.slice(dot + 1)]
  if (OF_FILES.has(ending.toLowerCase()) && !before.includes('.')) return false
  if (!/^\p{Lu}/u.test(ending)) return written[dot] === '.' || /^\p{sc=Latn}/u.test(ending)
  if (/\p{Ll}/u.test(ending) || PRODUCT.test(written)) return false
  const lower = ending.toLowerCase()
  return !WORDS.has(lower) && !(OF_PRODUCTS.has(lower) && /\p{Ll}/u.test(before))
}

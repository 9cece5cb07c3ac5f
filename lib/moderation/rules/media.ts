import type { ItemContent } from '../schema/items'
import type { ItemType } from '../terms'

export interface MediaReference {
  url: string
  /** What it is described as by who posted it. */
  alt: string
  /** What the platform says that it is. */
  namedType: string | null
}

/** What of an item can be looked at: an image itself, then what is attached; each address once. */
export function listMedia(type: ItemType, { url, media = [] }: Pick<ItemContent, 'url' | 'media'>): MediaReference[] {
  const own = type === 'image' && url ? [media.find((one) => one.url === url) ?? { url }] : []
  const found = new Map<string, MediaReference>()
  for (const one of [...own, ...media]) {
    const { url: address, alt, contentType }: NonNullable<ItemContent['media']>[number] = one
    if (!found.has(address)) found.set(address, { url: address, alt: alt ?? '', namedType: contentType ?? null })
  }
  return [...found.values()]
}

/** What a page of ours loads a medium for; what shows it bare is none of them. */
const IN_A_PAGE = /^(?:image|video|audio|empty)$/

/**
 * Whether asking for the bytes is looking at them: for a program, and for a person who opens the address by itself. Plain HTTP on
 * other hosts than this one brings no Sec-Fetch headers, so that what a browser accepts has to tell. The later parts of what is
 * fetched in parts are not another look.
 */
export function countsAsView(kind: 'staff' | 'key' | 'cli' | 'system', headers: Pick<Headers, 'get'>): boolean {
  if (/^bytes=0*[1-9]/.test(headers.get('range') ?? '')) return false
  if (kind !== 'staff') return true
  const destination = headers.get('sec-fetch-dest')
  return destination ? !IN_A_PAGE.test(destination) : (headers.get('accept') ?? '').includes('text/html')
}

/** What a file is to who looks at it. */
export type FileKind = 'image' | 'video' | 'audio'

/** What is shown, by what its bytes say. Nothing that can hold a script is among them. */
const TYPES = {
  'image/png': { kind: 'image', extension: 'png' },
  'image/jpeg': { kind: 'image', extension: 'jpg' },
  'image/gif': { kind: 'image', extension: 'gif' },
  'image/webp': { kind: 'image', extension: 'webp' },
  'image/avif': { kind: 'image', extension: 'avif' },
  'video/mp4': { kind: 'video', extension: 'mp4' },
  'video/webm': { kind: 'video', extension: 'webm' },
  'audio/mp4': { kind: 'audio', extension: 'm4a' },
  'audio/mpeg': { kind: 'audio', extension: 'mp3' },
  'audio/ogg': { kind: 'audio', extension: 'ogg' },
  'audio/wav': { kind: 'audio', extension: 'wav' },
  'audio/flac': { kind: 'audio', extension: 'flac' },
} as const satisfies Record<string, { kind: FileKind; extension: string }>
export type FileType = keyof typeof TYPES

export const extensionOf = (type: FileType): string => TYPES[type].extension

/** The kind of a content type; a picture where nothing is known of it. */
export function kindOf(type: string | null): FileKind {
  const kind = type?.split('/', 1)[0]
  return kind === 'video' || kind === 'audio' ? kind : 'image'
}

export interface Recognised {
  type: FileType
  /** Of pictures, in pixels. */
  width: number | null
  height: number | null
}

type Size = { width: number; height: number }

/**
 * What bytes are, judged by themselves and not by what anybody says of them; null where they are nothing that is shown here, or a
 * picture that doesn't say how large it is.
 */
export function recognise(bytes: Buffer): Recognised | null {
  const type = typeOf(bytes)
  if (!type) return null
  const readSize = SIZES[type]
  if (!readSize) return { type, width: null, height: null }
  const size = readSize(bytes)
  return size && size.width > 0 && size.height > 0 ? { type, ...size } : null
}

const textAt = (bytes: Buffer, start: number, length: number): string => bytes.toString('latin1', start, start + length)

/** So far in, what a container holds is said by then. */
const HEAD = 64

function typeOf(bytes: Buffer): FileType | null {
  const start = bytes.toString('latin1', 0, 4)
  if (start === '\x89PNG') return textAt(bytes, 4, 4) === '\r\n\x1a\n' ? 'image/png' : null
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start === 'GIF8') return /^[79]a$/.test(textAt(bytes, 4, 2)) ? 'image/gif' : null
  if (start === 'RIFF') return typeOfRiff(textAt(bytes, 8, 4))
  const head = textAt(bytes, 4, HEAD)
  if (start === '\x1aE\xdf\xa3') return head.includes('webm') ? 'video/webm' : null
  if (start === 'OggS') return head.includes('OpusHead') || head.includes('\x01vorbis') ? 'audio/ogg' : null
  if (start === 'fLaC') return 'audio/flac'
  if (start.startsWith('ID3') || isMp3Frame(bytes)) return 'audio/mpeg'
  return textAt(bytes, 4, 4) === 'ftyp' ? typeOfFtyp(bytes) : null
}

function typeOfRiff(form: string): FileType | null {
  if (form === 'WEBP') return 'image/webp'
  return form === 'WAVE' ? 'audio/wav' : null
}

const VIDEO_BRANDS = /^(?:iso[2-9m]|mp4[12]|avc1|M4V |dash|MSNV|mmp4)$/
const AUDIO_BRANDS = /^M4[AB] $/

/** ISO files name their brand, and after it others whose readers can read them too. */
function typeOfFtyp(bytes: Buffer): FileType | null {
  const length = Math.min(bytes.readUInt32BE(0), 4 * HEAD)
  const brand = textAt(bytes, 8, 4)
  const others = textAt(bytes, 16, Math.max(0, length - 16))
  if (/^avi[fs]$/.test(brand) || (brand === 'mif1' && others.includes('avif'))) return 'image/avif'
  if (AUDIO_BRANDS.test(brand)) return 'audio/mp4'
  return VIDEO_BRANDS.test(brand) ? 'video/mp4' : null
}

/** The first frame of an MP3 without a tag: sync, layer III, and no value that means "bad". */
function isMp3Frame(bytes: Buffer): boolean {
  const [sync = 0, kind = 0, rates = 0] = bytes
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2 || (kind & 0x18) === 0x08) return false
  const bitrate = rates >> 4
  return bitrate > 0 && bitrate < 15 && (rates & 0x0c) !== 0x0c
}

const SIZES: Partial<Record<FileType, (bytes: Buffer) => Size | null>> = {
  'image/png': (bytes) =>
    textAt(bytes, 12, 4) === 'IHDR' && bytes.length >= 24
      ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
      : null,
  'image/gif': (bytes) => (bytes.length >= 10 ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) } : null),
  'image/jpeg': sizeOfJpeg,
  'image/webp': sizeOfWebp,
  'image/avif': sizeOfAvif,
}

/** From marker to marker until the one that begins a frame. */
function sizeOfJpeg(bytes: Buffer): Size | null {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    // A marker may have any number of 0xff before it.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

function sizeOfWebp(bytes: Buffer): Size | null {
  if (bytes.length < 30) return null
  const chunk = textAt(bytes, 12, 4)
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
  if (chunk === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
  if (chunk !== 'VP8L') return null
  const packed = bytes.readUInt32LE(21)
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
}

const AVIF_HEAD = 16_384

function sizeOfAvif(bytes: Buffer): Size | null {
  const at = bytes.subarray(0, AVIF_HEAD).indexOf('ispe', 0, 'latin1')
  return at > 0 && bytes.length >= at + 16
    ? { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) }
    : null
}

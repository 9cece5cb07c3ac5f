import { expect, test } from 'vitest'
import { composeSound, encodePng, paintPicture } from '@/lib/demo/pictures'
import { kindOf, recognise } from './file-type'

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
const u16 = (value: number): string => String.fromCharCode(value >> 8, value & 0xff)
const u32 = (value: number): string => u16(value >>> 16) + u16(value & 0xffff)
const little = (text: string): string => [...text].toReversed().join('')
const ftyp = (brand: string, ...others: string[]): string =>
  `${u32(16 + 4 * others.length)}ftyp${brand}\0\0\0\0${others.join('')}`
const jpeg = (width: number, height: number): string =>
  `\xff\xd8\xff\xe0${u16(16)}JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xff\xc4${u16(4)}ab\xff\xc2${u16(17)}\x08${u16(height)}${u16(width)}\x03`

test.for([
  ['image/png', encodePng(7, 5, () => [1, 2, 3]), 7, 5],
  ['image/png', paintPicture(Math.random), 400, 280],
  ['image/jpeg', latin(jpeg(640, 480)), 640, 480],
  ['image/gif', latin(`GIF89a${little(u16(320))}${little(u16(200))}\0`), 320, 200],
  ['image/gif', latin(`GIF87a${little(u16(1))}${little(u16(2))}\0`), 1, 2],
  ['image/webp', latin(`RIFF\0\0\0\0WEBPVP8 \0\0\0\0abc\x9d\x01\x2a${little(u16(99))}${little(u16(98))}`), 99, 98],
  ['image/webp', latin(`RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x63\0\0\x31\0\0`), 100, 50],
  ['image/webp', latin(`RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f${'\x63\x40\x0c\0'}\0\0\0\0\0\0`), 100, 50],
  ['image/avif', latin(`${ftyp('avif', 'mif1')}....ispe\0\0\0\0${u32(30)}${u32(20)}`), 30, 20],
  ['image/avif', latin(`${ftyp('mif1', 'avif')}....ispe\0\0\0\0${u32(30)}${u32(20)}`), 30, 20],
  ['video/mp4', latin(`${ftyp('isom', 'avc1')}rest`), null, null],
  ['audio/mp4', latin(`${ftyp('M4A ')}rest`), null, null],
  ['video/webm', latin('\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x86\x81\x01\x42\x82\x84webm'), null, null],
  ['audio/mpeg', latin('ID3\x04\0\0'), null, null],
  ['audio/mpeg', latin('\xff\xfb\x90\x64\0\0'), null, null],
  ['audio/ogg', latin(`OggS\0\x02${'\0'.repeat(22)}OpusHead`), null, null],
  ['audio/wav', composeSound(Math.random), null, null],
  ['audio/flac', latin('fLaC\0\0'), null, null],
] as const)('%s is told by its bytes', ([type, bytes, width, height]) => {
  expect(recognise(bytes)).toEqual({ type, width, height })
})

test.for([
  ['a page', latin('<!doctype html><script>alert(1)</script>')],
  ['a drawing with scripts', latin('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['XML', latin('<?xml version="1.0"?><svg/>')],
  ['a document', latin('%PDF-1.7')],
  ['an archive', latin('PK\x03\x04')],
  ['a program', latin('\x7fELF')],
  ['nothing', latin('')],
  ['half a signature', latin('\x89PN')],
  ['a signature and a page', latin('\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>')],
  ['a picture without a size', encodePng(0, 4, () => [0, 0, 0])],
  ['a cut JPEG', latin(jpeg(640, 480).slice(0, 20))],
  ['Matroska of another kind', latin('\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x88matroska')],
  ['a video in Ogg', latin(`OggS\0\x02${'\0'.repeat(22)}\x80theora`)],
  ['a photo that browsers do not show', latin(`${ftyp('heic', 'mif1')}rest`)],
  ['text that begins like a frame', latin('\xff\xfe<\0h\0t\0m\0l\0')],
] as const)('%s is nothing that is shown', ([, bytes]) => {
  expect(recognise(bytes)).toBeNull()
})

test('cut and random bytes are no fault', () => {
  const samples = [
    jpeg(9, 9),
    ftyp('avif'),
    'RIFF\0\0\0\0WEBPVP8X',
    'GIF89a',
    '\x89PNG\r\n\x1a\n',
    'OggS',
    '\xff\xd8\xff\xff',
  ]
  for (const sample of samples) {
    for (let length = 0; length <= sample.length; length += 1) recognise(latin(sample.slice(0, length)))
    for (let n = 0; n < 200; n += 1)
      recognise(Buffer.concat([latin(sample), Buffer.from(crypto.getRandomValues(new Uint8Array(n)))]))
  }
})

test('before there are bytes, what the platform says is believed as far as it goes', () => {
  expect([null, 'video/mp4', 'audio/whatever', 'text/html', 'image/png'].map(kindOf)).toEqual([
    ...['image', 'video', 'audio', 'image', 'image'],
  ])
})

import { deflateSync } from 'node:zlib'

const WIDTH = 400
const HEIGHT = 280
type Colour = readonly [number, number, number]

const SKIES: readonly (readonly [Colour, Colour])[] = [
  [
    [36, 78, 140],
    [244, 176, 110],
  ],
  [
    [120, 190, 226],
    [232, 244, 240],
  ],
  [
    [24, 26, 60],
    [116, 76, 138],
  ],
  [
    [230, 116, 92],
    [250, 222, 150],
  ],
]
const GROUNDS: readonly Colour[] = [
  [58, 104, 74],
  [148, 112, 72],
  [40, 66, 92],
  [96, 128, 66],
]

/** A made-up landscape as a PNG file: what stands in for pictures in the demo, since nothing real is anybody's to show. */
export function paintPicture(random: () => number): Buffer {
  const [top, bottom] = SKIES[Math.floor(random() * SKIES.length)] ?? [
    [0, 0, 0],
    [0, 0, 0],
  ]
  const ground = GROUNDS[Math.floor(random() * GROUNDS.length)] ?? top
  const sun = { x: WIDTH * (0.2 + random() * 0.6), y: HEIGHT * (0.15 + random() * 0.3), radius: 18 + random() * 22 }
  const hills = [0.5, 0.66, 0.82].map((height) => ({
    height: HEIGHT * height,
    swing: 14 + random() * 26,
    phase: random() * 7,
    length: 40 + random() * 60,
  }))
  return encodePng(WIDTH, HEIGHT, (x, y) => {
    const hill = hills.findLastIndex(
      ({ height, swing, phase, length }) => y > height + swing * Math.sin(phase + x / length),
    )
    if (hill >= 0) return mix(ground, [12, 20, 24], hill * 0.28)
    if (Math.hypot(x - sun.x, y - sun.y) < sun.radius) return [255, 238, 190]
    return mix(top, bottom, y / HEIGHT)
  })
}

const mix = (a: Colour, b: Colour, share: number): Colour => [
  Math.round(a[0] + (b[0] - a[0]) * share),
  Math.round(a[1] + (b[1] - a[1]) * share),
  Math.round(a[2] + (b[2] - a[2]) * share),
]

/** Three bytes a pixel, without any filter. */
export function encodePng(width: number, height: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(height * (1 + 3 * width))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), y * (1 + 3 * width) + 1 + 3 * x)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits of each of red, green and blue.
  header.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

const RATE = 8_000
const SECONDS = 2

/** Two seconds of a falling tone as a WAV file. */
export function composeSound(random: () => number): Buffer {
  const length = RATE * SECONDS
  const pitch = 300 + random() * 300
  const file = Buffer.alloc(44 + length)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + length, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  // One channel of 8 bits, not compressed.
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE, 28)
  file.writeUInt16LE(1, 32)
  file.writeUInt16LE(8, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(length, 40)
  for (let n = 0; n < length; n += 1) {
    const fade = 1 - n / length
    file[44 + n] = 128 + Math.round(60 * fade * Math.sin((2 * Math.PI * pitch * fade * n) / RATE))
  }
  return file
}

/**
 * A text as it is searched. Each UTF-16 unit of `plain` stands for what lies between its `starts` and `ends` in the text as it
 * was given; null where every unit stands for itself.
 */
export interface TextView {
  plain: string
  starts: Int32Array | null
  ends: Int32Array | null
}

/** Grows as it is written to: arrays of strings took ten times as long for 100 kB. */
export interface TextWriter {
  units: Uint16Array<ArrayBuffer>
  starts: Int32Array<ArrayBuffer>
  ends: Int32Array<ArrayBuffer>
  /** What is told of the unit beyond itself, by those who write it. */
  extras: Uint16Array<ArrayBuffer>
  length: number
}

export const createTextWriter = (capacity: number): TextWriter => ({
  units: new Uint16Array(capacity),
  starts: new Int32Array(capacity),
  ends: new Int32Array(capacity),
  extras: new Uint16Array(capacity),
  length: 0,
})

export function writeText(out: TextWriter, unit: number, start: number, end: number, extra = 0): void {
  if (out.length === out.units.length) grow(out)
  out.units[out.length] = unit
  out.starts[out.length] = start
  out.ends[out.length] = end
  out.extras[out.length] = extra
  out.length += 1
}

function grow(out: TextWriter): void {
  const larger = createTextWriter(2 * out.length + 16)
  larger.units.set(out.units)
  larger.starts.set(out.starts)
  larger.ends.set(out.ends)
  larger.extras.set(out.extras)
  Object.assign(out, { ...larger, length: out.length })
}

/** Half of a pair becomes U+FFFD, one unit for one. */
const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true })

export const textOf = (units: Uint16Array<ArrayBuffer>): string => UTF16.decode(units)

/** Where a find lies in the text as it was given. */
export const toOriginal = ({ starts, ends }: TextView, begin: number, end: number): { start: number; end: number } => ({
  start: starts ? (starts[begin] ?? 0) : begin,
  end: ends ? (ends[end - 1] ?? 0) : end,
})

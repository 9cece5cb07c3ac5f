import { type Recognised, recognise } from './file-type'

/** Larger files are not kept, and no more of them is read. */
export const FILE_BYTES_MAX = 10_000_000
/** A small file may unpack to a picture that takes a browser's memory. */
const PIXELS_MAX = 64_000_000

/** What is in a file that may be stored and shown. */
export interface InspectedFile extends Recognised {
  bytes: Buffer
}

/** Why a file is neither stored nor shown. */
export type FileProblem = 'too_large' | 'too_many_pixels' | 'unsupported'

/** What bytes are, by themselves and not by what anybody says of them; or why they are not kept. */
export function inspectFile(bytes: Buffer): InspectedFile | FileProblem {
  if (bytes.length > FILE_BYTES_MAX) return 'too_large'
  const found = recognise(bytes)
  if (!found) return 'unsupported'
  if ((found.width ?? 0) * (found.height ?? 0) > PIXELS_MAX) return 'too_many_pixels'
  return { ...found, bytes }
}

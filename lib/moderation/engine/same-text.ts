import { createHash } from 'node:crypto'
import { toNfc } from './nfc'

/** Nothing that is drawn by itself: zero-width signs, direction marks, soft hyphens, the choice between two looks. */
const UNSEEN = /\u034f|\u17b4|\u17b5|[\p{Cf}\u115f\u1160\u3164\uffa0]|\p{Variation_Selector}/gu

/**
 * A text as it is compared with others: what nobody sees as a difference is none (capitals, white space at the ends and its
 * amount between words, line ends, invisible characters, NFC and NFD). A word or number that differs is another text.
 */
export const comparable = (text: string): string =>
  toNfc(text.replaceAll(UNSEEN, '')).toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** By what texts are told to be the same: 32 bytes, so that they never meet by chance. */
export const textHash = (text: string): Buffer => createHash('sha256').update(comparable(text)).digest()

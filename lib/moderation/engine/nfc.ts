/** A stretch of a text with at most 30 marks at its end, where Unicode's stream-safe form cuts too. */
const NORMALISABLE_RUN = /[^\p{M}\u1160-\u11ff]*[\p{M}\u1160-\u11ff]{0,30}/gu

/**
 * A text in NFC. `normalize` alone puts marks in order in a time that grows with the square of their number: 100 kB of them take
 * seconds.
 */
export const toNfc = (text: string): string => text.replaceAll(NORMALISABLE_RUN, (stretch) => stretch.normalize('NFC'))

import { isAccented } from './fold-letters'
import { LEET } from './homoglyphs'
import type { WordForm } from './normalise'
import type { NormalisedText } from './read-letters'

/** Whether a character of the text may stand for one of the keyword. */
const isReadAs = (seen: string, wanted: string): boolean =>
  seen === wanted || (LEET.get(seen)?.includes(wanted) ?? false)

const isDigit = (sign: string): boolean => sign >= '0' && sign <= '9'

/**
 * Whether what the skeletons have in common is the keyword.
 * @param from where in `text.plain` the find begins
 */
export function isWordAt(text: NormalisedText, from: number, { plain, marks, isMixed }: WordForm): boolean {
  let digits = 0
  let letters = 0
  for (let at = 0; at < plain.length; at += 1) {
    const seen = text.plain[from + at] ?? ''
    const wanted = plain[at] ?? ''
    if (!isReadAs(seen, wanted)) return false
    if (seen === wanted) letters += 1
    else if (isDigit(seen)) digits += 1
  }
  if (digits > 0 && isNumber(text.plain.slice(from, from + plain.length), digits, letters)) return false
  if (isMixed && !hasLookAlike(text, from, plain.length)) return false
  return marks === null || marksAgree(text, from, plain, marks)
}

const UNIT =
  /^\d+(?:[smhdwykglbvxp]|am|pm|st|nd|rd|th|ms|km|cm|mm|kg|mg|ml|gb|mb|kb|tb|hz|px|mins?|secs?|hrs?|lbs?|oz|ft|in|mph|kmh)$/

/** A number, also with a unit or a letter of a model, is not taken for a word: 455, 45s, A55 and 5am are no leet, 4ss is. */
const isNumber = (seen: string, digits: number, letters: number): boolean =>
  digits > letters || (digits === 1 && letters <= 1 && seen.length <= 2) || UNIT.test(seen)

function hasLookAlike({ lookAlikes }: NormalisedText, from: number, length: number): boolean {
  return lookAlikes?.subarray(from, from + length).includes(1) ?? false
}

/**
 * Accents of Greek and Cyrillic are left away in a whole word or not at all (ΝΟΜΟΣ is νόμος and νομός, these two are not one),
 * the vowels of Hebrew and Arabic letter by letter.
 */
function marksAgree(text: NormalisedText, from: number, plain: string, marks: Uint16Array): boolean {
  const seen = text.marks.subarray(from, from + plain.length)
  const accented = Array.from(plain, (_, at) => isAccented(plain.charCodeAt(at)))
  const isUnaccented = (of: Uint16Array) => of.every((mark, at) => mark === 0 || !accented[at])
  const isBare = isUnaccented(seen) || isUnaccented(marks)
  return seen.every((mark, at) => {
    const wanted = marks[at] ?? 0
    if (mark === wanted) return true
    return accented[at] ? isBare : mark === 0 || wanted === 0
  })
}

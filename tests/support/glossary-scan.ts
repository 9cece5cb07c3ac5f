import { writeFileSync } from 'node:fs'
import { compareCounts, EXCEPTIONS, readExceptions, scanProject, totalOf } from './glossary'

/**
 * Compares the project with the exceptions of docs/glossary.md. `--write` lowers the list to what is found and refuses to
 * raise a count; `--moved` beside it, for files that were moved or split, refuses only to raise a word's total. When the table gets a new word that is in use, its counts are listed manually, in review.
 */
function main(isWriting: boolean, isMoved: boolean): void {
  const found = scanProject()
  const listed = readExceptions()
  const { fallen } = compareCounts(listed, found)
  const { risen } = isMoved ? compareCounts(totalOf(listed), totalOf(found)) : compareCounts(listed, found)
  for (const line of risen) console.error(`not used, see docs/glossary.md: ${line}`)
  if (risen.length > 0) {
    process.exitCode = 1
    return
  }
  if (isWriting) writeFileSync(EXCEPTIONS, `${JSON.stringify(found, null, 2)}\n`)
  console.log(isWriting ? `${fallen.length} counts were lowered.` : `${fallen.length} counts can be lowered.`)
}

main(process.argv.includes('--write'), process.argv.includes('--moved'))

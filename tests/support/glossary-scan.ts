import { writeFileSync } from 'node:fs'
import { compareCounts, EXCEPTIONS, readExceptions, scanProject } from './glossary'

/**
 * Compares the words of docs/glossary.md that are not used with the listed exceptions. `--write` brings the list down to
 * what is found, and refuses to raise a count. Uses of a word that the table gets later are listed by hand, in review.
 */
function main(isWriting: boolean): void {
  const found = scanProject()
  const { risen, fallen } = compareCounts(readExceptions(), found)
  for (const line of risen) console.error(`not used, see docs/glossary.md: ${line}`)
  if (risen.length > 0) {
    process.exitCode = 1
    return
  }
  if (isWriting) writeFileSync(EXCEPTIONS, `${JSON.stringify(found, null, 2)}\n`)
  console.log(isWriting ? `${fallen.length} counts were brought down.` : `${fallen.length} counts can be brought down.`)
}

main(process.argv.includes('--write'))

import { writeFileSync } from 'node:fs'
import { compareCounts, EXCEPTIONS, readExceptions, scanProject } from './glossary'

/**
 * Compares the project with the exceptions of docs/glossary.md. `--write` lowers the list to what is found and refuses to
 * raise a count. When the table gets a new word that is in use, its counts are listed manually, in review.
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
  console.log(isWriting ? `${fallen.length} counts were lowered.` : `${fallen.length} counts can be lowered.`)
}

main(process.argv.includes('--write'))

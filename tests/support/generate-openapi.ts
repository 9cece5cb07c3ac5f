import { readFile, writeFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { buildDocument } from './openapi/document'

const FILE = 'docs/openapi.json'

/**
 * `npm run api:document` writes the document of the API from what its endpoints say of themselves; `-- --verify` only says
 * whether the committed one is that.
 */
async function main(): Promise<void> {
  const document = await buildDocument()
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  if (!valid) return fail(`This is no OpenAPI document: ${JSON.stringify(errors, null, 2)}`)
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (!process.argv.includes('--verify')) await writeFile(FILE, text)
  else if (text !== (await readFile(FILE, 'utf8')))
    fail(`${FILE} is not what the endpoints say of themselves: run npm run api:document.`)
}

function fail(reason: string): void {
  console.error(reason)
  process.exitCode = 1
}

await main()

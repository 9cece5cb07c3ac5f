import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as plainTest } from 'vitest'

const ROOT = process.cwd()
const FIXTURE = 'tests/fixtures/tiny-domain'
const MINUTE_MS = 60_000
/** What is made by a run, and what the copy shares. */
const LEFT_OUT = new Set([
  'node_modules',
  '.next',
  '.git',
  'dist',
  'test-results',
  'playwright-report',
  'tsconfig.tsbuildinfo',
])

/** A copy of the project's sources in a folder of its own, on the same packages. */
const test = plainTest.extend(
  'copy',
  { scope: 'file' },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
  async ({}, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-tiny-'))
    onCleanup(() => rm(folder, { recursive: true, force: true }))
    for (const name of await readdir(ROOT))
      if (!LEFT_OUT.has(name) && !name.startsWith('.guildhall'))
        await cp(join(ROOT, name), join(folder, name), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    return folder
  },
)

interface Outcome {
  code: number | null
  output: string
}

function run(folder: string, command: readonly string[]): Promise<Outcome> {
  const [name = '', ...parameters] = command
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`, FORCE_COLOR: '0' }
    const child = spawn(name, parameters, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

async function change(folder: string, file: string, edit: (text: string) => string): Promise<void> {
  const before = await readFile(join(folder, file), 'utf8')
  const after = edit(before)
  expect(after, `${file} was to be changed`).not.toBe(before)
  await writeFile(join(folder, file), after)
}

/** The line that imports a domain's manifest, and its line in the list. */
const LISTS = [
  {
    file: 'lib/domains.ts',
    listed: (name: string) => `${name}Domain`,
    module: 'domain',
    list: 'export const DOMAINS: readonly Domain[] = [',
  },
  {
    file: 'lib/domains.shared.ts',
    listed: (name: string) => name,
    module: 'domain.shared',
    list: 'export const SHARED_DOMAINS = [',
  },
]

async function addToLists(folder: string, name: string): Promise<void> {
  for (const { file, listed, module, list } of LISTS)
    await change(
      folder,
      file,
      (text) =>
        `import { ${listed(name)} } from './${name}/${module}'\n${text.replace(list, `${list}\n  ${listed(name)},`)}`,
    )
}

async function removeFromLists(folder: string, name: string): Promise<void> {
  for (const { file, listed, module } of LISTS)
    await change(folder, file, (text) =>
      text.replace(`import { ${listed(name)} } from './${name}/${module}'\n`, '').replace(`\n  ${listed(name)},`, ''),
    )
}

async function checkTypes(folder: string): Promise<void> {
  const made = await run(folder, ['next', 'typegen'])
  expect(made.output, made.output).toSatisfy(() => made.code === 0)
  const checked = await run(folder, ['tsc', '--noEmit', '--pretty', 'false'])
  expect(checked.output).toBe('')
}

// Each of these lets the compiler look at the whole project.
test('a domain comes in by its own files and a line in each list, works in every respect, and goes again', {
  timeout: 12 * MINUTE_MS,
}, async ({ copy }) => {
  await cp(join(ROOT, FIXTURE), copy, { recursive: true })
  await addToLists(copy, 'tiny')
  await checkTypes(copy)
  const document = await run(copy, ['tsx', 'tests/support/generate-openapi.ts'])
  expect(document.code, document.output).toBe(0)
  const tests = [
    'tests/tiny.test.ts',
    'tests/domains.test.ts',
    'tests/access.test.ts',
    'lib/erasure/every-column.test.ts',
  ]
  const used = await run(copy, ['vitest', 'run', ...tests])
  expect(used.code, used.output).toBe(0)

  await removeFromLists(copy, 'tiny')
  // `tests/tiny-gone.test.ts` is not among them: it looks at what is left.
  const added = [
    'lib/tiny',
    'components/tiny',
    'app/(console)/tiny',
    'app/api/v1/tiny-things',
    'tests/domains/tiny',
    'tests/tiny.test.ts',
    'db/migrations/29991231000000-tiny.ts',
  ]
  for (const path of added) await rm(join(copy, path), { recursive: true })
  const gone = await run(copy, ['vitest', 'run', 'tests/tiny-gone.test.ts'])
  expect(gone.code, gone.output).toBe(0)

  // A real one goes as well: its folders, and its line in each list.
  await removeFromLists(copy, 'annotations')
  await change(copy, 'components/domains.ts', (text) =>
    text.replace(/import \{ annotationTool \}.*\n/, '').replace('[annotationTool]', '[]'),
  )
  for (const path of [
    'lib/annotations',
    'components/annotations',
    'app/api/v1/annotations',
    'tests/domains/annotations',
  ])
    await rm(join(copy, path), { recursive: true })
  await checkTypes(copy)
})
